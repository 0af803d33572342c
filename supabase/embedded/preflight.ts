import { isIP } from 'node:net'
import type { Database } from './database.ts'
import { StartRefused } from './failure.ts'
import type { Secrets } from './secrets.ts'

/** True for the addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (name === 'localhost' || name === '::1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}

/** Refuses secrets that were shortened or typed by hand. */
export function assertStrongSecrets(secrets: Secrets): void {
  const strong = Buffer.from(secrets.jwtSecret, 'base64url').byteLength >= 48
    && new Set(secrets.jwtSecret).size >= 16
    && /^sb_publishable_[\w-]{22}_[\w-]{8}$/.test(secrets.publishableKey)
    && /^sb_secret_[\w-]{22}_[\w-]{8}$/.test(secrets.secretKey)
  if (strong) return
  throw new StartRefused(
    '密钥太弱，拒绝启动。请删除数据目录中的 secrets.json，下次启动会重新生成（所有人需重新登录）。',
    'The secrets are weak: refusing to start. Delete secrets.json in the data folder and start again '
    + '(everyone signs in anew).',
  )
}

/** Refuses to open known passwords to a network. */
export function assertDemoStaysLocal(given: { host: string; demo: boolean; allowed: boolean }): void {
  if (!given.demo || given.allowed || isLoopback(given.host)) return
  throw new StartRefused(
    `演示账号的密码是公开的，不能在 ${given.host} 上对外服务。`
    + '请用 --remove-demo 删除演示数据，首次启动可用 --no-demo；仅供演示时加 --allow-demo-on-network。',
    `Demo accounts have published passwords and must not be served on ${given.host}. Remove them with --remove-demo, `
    + 'leave them out of a first start with --no-demo, or add --allow-demo-on-network for a demonstration.',
  )
}

/** Refuses an owner role under which row security would hide or show the wrong rows. */
export async function assertOwnerRole(database: Database, role: string): Promise<void> {
  const [row] = await database.query<{ superuser: boolean; createrole: boolean; bypassrls: boolean }>(
    `select rolsuper as superuser, rolcreaterole as createrole, rolbypassrls as bypassrls
     from pg_roles where rolname = $1`,
    [role],
  )
  if (row !== undefined && !row.superuser && row.createrole && row.bypassrls) return
  throw new StartRefused(
    `数据库角色 ${role} 必须具有 CREATEROLE 和 BYPASSRLS，且不能是 SUPERUSER。`,
    `The database role ${role} must have CREATEROLE and BYPASSRLS and must not be SUPERUSER.`,
  )
}
