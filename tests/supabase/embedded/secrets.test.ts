import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assertStrongSecrets } from '../../../supabase/embedded/preflight.ts'
import { makeSecrets, readOrCreateSecrets } from '../../../supabase/embedded/secrets.ts'
import { makeFolder } from './folder.ts'

describe('the secrets of an installation', () => {
  it('are made at the first start and stay', async () => {
    const folder = await makeFolder()

    const first = await readOrCreateSecrets(folder)

    expect(await readOrCreateSecrets(folder)).toEqual(first)
    expect(Buffer.from(first.jwtSecret, 'base64url').byteLength).toBe(48)
  })

  it('are readable by their owner alone', async () => {
    const folder = await makeFolder()

    await readOrCreateSecrets(folder)

    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
  })

  it('differ from one installation to the next', async () => {
    const [one, other] = await Promise.all([makeSecrets(), makeSecrets()])

    expect(one.jwtSecret).not.toBe(other.jwtSecret)
    expect(one.publishableKey).not.toBe(other.publishableKey)
    expect(one.secretKey).not.toBe(other.secretKey)
  })

  it('are not replaced when their file is damaged', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'secrets.json'), '{"jwtSecret":')

    await expect(readOrCreateSecrets(folder)).rejects.toThrow('damaged')
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe('{"jwtSecret":')
  })

  it('are refused when they are weak', async () => {
    const strong = await makeSecrets()

    expect(() => { assertStrongSecrets(strong) }).not.toThrow()
    for (const weak of [
      { ...strong, jwtSecret: 'dev-secret-change-me' },
      { ...strong, jwtSecret: 'A'.repeat(64) },
      { ...strong, publishableKey: 'sb_publishable_x' },
      { ...strong, secretKey: strong.publishableKey },
    ]) expect(() => { assertStrongSecrets(weak) }).toThrow('weak')
  })
})
