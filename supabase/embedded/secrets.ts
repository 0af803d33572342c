import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateApiKey } from '@supabase/lite'
import { StartRefused } from './failure.ts'

export interface Secrets {
  /** Signs access tokens: 48 random bytes in base64url. */
  readonly jwtSecret: string
  /** The key that the page sends; it opens nothing by itself. */
  readonly publishableKey: string
  /** Bypasses row security; never leaves the server. */
  readonly secretKey: string
}

/** Fresh secrets, kept nowhere. */
export async function makeSecrets(): Promise<Secrets> {
  const [publishable, secret] = await Promise.all([generateApiKey('publishable'), generateApiKey('secret')])
  return {
    jwtSecret: randomBytes(48).toString('base64url'),
    publishableKey: publishable.key,
    secretKey: secret.key,
  }
}

/** Reads the installation's secrets from the data folder, making them (mode 0600) at the first start. */
export async function readOrCreateSecrets(dataFolder: string): Promise<Secrets> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, 'secrets.json')
  const fresh = await makeSecrets()
  try {
    await writeFile(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return fresh
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
  }
  return parse(await readFile(path, 'utf8'), path)
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

function parse(text: string, path: string): Secrets {
  const value = tryParse(text)
  const field = (name: keyof Secrets): string => {
    const found = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
    if (typeof found === 'string' && found !== '') return found
    throw new StartRefused(
      `密钥文件损坏：${path}。请从备份恢复；删除它会让所有人重新登录。`,
      `The secrets file is damaged: ${path}. Restore it from a backup; deleting it signs everyone out.`,
    )
  }
  return { jwtSecret: field('jwtSecret'), publishableKey: field('publishableKey'), secretKey: field('secretKey') }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
