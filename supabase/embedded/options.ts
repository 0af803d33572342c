import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartRefused } from './failure.ts'

/** Everything that decides how the server starts. */
export interface ServerOptions {
  readonly host: string
  /** null: 4173, or the next free port. */
  readonly port: number | null
  /** postgres:// address; null for PGlite in the data folder. */
  readonly databaseUrl: string | null
  readonly dataFolder: string
  /** Holds migrations, demo, reference and jobs. */
  readonly supabaseFolder: string
  /** The built page. */
  readonly pageFolder: string
  /** Source tree to build the page from when it is missing or stale; null serves the page folder as it is. */
  readonly sourceFolder: string | null
  /** Accounts sign in as `name@accountDomain`. */
  readonly accountDomain: string
  /** What the installation calls itself. */
  readonly name: string
  /** Origins that map tiles may come from. */
  readonly tileOrigins: readonly string[]
  readonly https: boolean
  readonly reset: boolean
  readonly demo: boolean
  readonly removeDemo: boolean
  /** After the database was restored from a backup: draws a new epoch. */
  readonly newEpoch: boolean
  readonly allowDemoOnNetwork: boolean
  /** Answers the service worker's address with one that takes itself out. */
  readonly killServiceWorker: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads command line and environment. Throws StartRefused for what it does not understand. */
export function readOptions(argv: readonly string[], env: Environment, root: string): ServerOptions {
  const flags = readFlags(argv)
  return {
    host: env['HOST'] || '127.0.0.1',
    port: readPort(env['PORT']),
    databaseUrl: readDatabaseUrl(env['DATABASE_URL']),
    dataFolder: resolve(root, env['XINGXUN_DATA'] || '.data'),
    supabaseFolder: join(root, 'supabase'),
    pageFolder: join(root, 'dist'),
    sourceFolder: flags['no-build'] ? null : root,
    accountDomain: readDomain(env['ACCOUNT_DOMAIN'] || 'accounts.xingxun.local'),
    name: env['XINGXUN_NAME'] || '杏巡',
    tileOrigins: readOrigins(env['TILE_ORIGIN']),
    https: flags.https,
    reset: flags.reset,
    demo: !flags['no-demo'],
    removeDemo: flags['remove-demo'],
    newEpoch: flags['new-epoch'],
    allowDemoOnNetwork: flags['allow-demo-on-network'],
    killServiceWorker: flags['kill-service-worker'],
  }
}

function readFlags(argv: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const
  const options = {
    'https': flag, 'reset': flag, 'no-build': flag,
    'no-demo': flag, 'remove-demo': flag, 'allow-demo-on-network': flag,
    'kill-service-worker': flag, 'new-epoch': flag,
  } as const
  try {
    return parseArgs({ args: [...argv], options }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    const known = Object.keys(options).map((name) => `--${name}`).join(' ')
    throw new StartRefused(`无法识别的参数：${reason}。可用参数：${known}`, `Unknown argument: ${reason}. Known: ${known}`)
  }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StartRefused(`PORT 不是端口号：${text}`, `PORT is not a port number: ${text}`)
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  if (/^postgres(ql)?:\/\//.test(text)) return text
  throw new StartRefused(
    'DATABASE_URL 必须以 postgres:// 开头。', 'DATABASE_URL must begin with postgres://.',
  )
}

function readDomain(text: string): string {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)) return text
  throw new StartRefused(`ACCOUNT_DOMAIN 不是域名：${text}`, `ACCOUNT_DOMAIN is not a domain: ${text}`)
}

function readOrigins(text: string | undefined): string[] {
  const origins = (text ?? '').split(/\s+/).filter((part) => part !== '')
  for (const origin of origins) {
    if (!/^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/.test(origin)) {
      throw new StartRefused(`TILE_ORIGIN 不是来源地址：${origin}`, `TILE_ORIGIN is not an origin: ${origin}`)
    }
  }
  return origins
}
