import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { networkAddresses, type Certificate } from './listen.ts'

const day = 86_400_000
/** Phones refuse certificates that are valid for longer. */
const validDays = 397

/**
 * A certificate for localhost and this machine's network addresses, kept in the data folder and made anew when an
 * address is missing from it or when it is about to end.
 */
export async function readOrCreateCertificate(dataFolder: string): Promise<Certificate> {
  const folder = join(dataFolder, 'tls')
  const addresses = ['127.0.0.1', ...networkAddresses()]
  const kept = await readCertificate(folder)
  if (kept !== null && covers(kept, addresses)) return kept

  const names = [
    { type: 2 as const, value: 'localhost' },
    ...addresses.map((ip) => ({ type: 7 as const, ip })),
  ]
  const made = await generate([{ name: 'commonName', value: 'Xingxun' }], {
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + validDays * day),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names },
    ],
  })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'key.pem'), made.private, { mode: 0o600 })
  await writeFile(join(folder, 'certificate.pem'), made.cert, { mode: 0o644 })
  return { key: made.private, cert: made.cert }
}

async function readCertificate(folder: string): Promise<Certificate | null> {
  try {
    const key = await readFile(join(folder, 'key.pem'), 'utf8')
    return { key, cert: await readFile(join(folder, 'certificate.pem'), 'utf8') }
  } catch {
    return null
  }
}

function covers({ cert }: Certificate, addresses: readonly string[]): boolean {
  const certificate = new X509Certificate(cert)
  const lasts = Date.parse(certificate.validTo) > Date.now() + 7 * day
  return lasts && addresses.every((address) => certificate.checkIP(address) !== undefined)
}
