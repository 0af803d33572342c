import { X509Certificate } from 'node:crypto'
import { get } from 'node:https'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readOrCreateCertificate } from '../../../supabase/embedded/https.ts'
import { listen, networkAddresses } from '../../../supabase/embedded/listen.ts'
import { makeFolder } from './folder.ts'

describe('the certificate', () => {
  it('names this machine under every address and stays', async () => {
    const folder = await makeFolder()

    const first = await readOrCreateCertificate(folder)
    const certificate = new X509Certificate(first.cert)

    expect(certificate.checkHost('localhost')).toBe('localhost')
    for (const address of ['127.0.0.1', ...networkAddresses()]) expect(certificate.checkIP(address)).toBe(address)
    expect(await readOrCreateCertificate(folder)).toEqual(first)
  })

  it('has a key that its owner alone can read', async () => {
    const folder = await makeFolder()

    await readOrCreateCertificate(folder)

    expect((await stat(join(folder, 'tls', 'key.pem'))).mode & 0o777).toBe(0o600)
  })

  it('is one that a device which trusts it accepts', async () => {
    const certificate = await readOrCreateCertificate(await makeFolder())
    const { port, close } = await listen({
      host: '127.0.0.1', port: 0, certificate, fetch: () => new Response('secure'),
    })
    onTestFinished(close)

    const text = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: certificate.cert }, (response) => {
        response.on('data', (chunk: Buffer) => { resolve(chunk.toString()) })
      }).on('error', reject)
    })

    expect(text).toBe('secure')
  })
})
