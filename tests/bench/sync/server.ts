import { fork, type ChildProcess } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import type { Database } from '../../../supabase/embedded/database.ts'
import { startCluster } from '../../database/cluster.ts'
import type { Mount } from '../serve.ts'

/** The embedded server on a PostgreSQL of its own, in a process of its own. */
export interface BenchServer {
  readonly address: string
  /** The server's database, as superuser, for arranging and comparing. */
  readonly database: Database
  stop(): Promise<void>
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => {
  if (child.exitCode !== null) resolve()
  else child.once('exit', () => resolve())
})

function startProcess(databaseUrl: string, dataFolder: string, pageFolder: string): Promise<{ address: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('./server-process.ts', import.meta.url)), [databaseUrl, dataFolder, pageFolder], {
    execArgv: ['--import', 'tsx'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (address) => resolve({ address: String(address), child }))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

/** Starts cluster, database (migrations and reference data, nobody in it) and server, which may show a page besides. */
export async function startBenchServer(shown?: Mount): Promise<BenchServer> {
  console.log('starting PostgreSQL and the server …')
  const cluster = await startCluster()
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'))
  const removeAll = async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const [data, page, name] = [join(folder, 'data'), join(folder, 'page'), `bench_sync_${process.pid}`]
    await Promise.all([mkdir(data), mkdir(page)])
    await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>')
    if (shown) await cp(shown.folder, join(page, shown.at), { recursive: true })
    const all = openPostgres(cluster.url('postgres'))
    await all.database.exec(`create database ${name}`)
    await all.database.close()
    const { address, child } = await startProcess(cluster.url(name), data, page)
    const { database } = openPostgres(cluster.url(name))
    return {
      address,
      database,
      stop: async () => {
        await database.close()
        child.send('stop')
        await ended(child)
        await removeAll()
      },
    }
  } catch (error) {
    await removeAll()
    throw error
  }
}
