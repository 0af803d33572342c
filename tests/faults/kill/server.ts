import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { root } from '../../database/engines.ts'

/** The command that people type, as a process that can be killed and started again at the same address. */
export interface KillableServer {
  readonly address: string
  /** Resolves when it listens; rejects with what it said when it ended instead. */
  start(): Promise<void>
  /** Ends it without a warning. */
  kill(): Promise<void>
  /** Asks it to end. */
  stop(): Promise<void>
}

/** A server without demo data on a data folder of its own; on PGlite without a database address. */
export async function makeServer(dataFolder: string, databaseUrl: string | null): Promise<KillableServer> {
  const port = await freePort()
  let child: ChildProcess | null = null
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ending = child
    if (ending?.exitCode !== null || ending.signalCode !== null) return
    await new Promise((resolve) => {
      ending.once('exit', resolve)
      ending.kill(signal)
    })
  }
  return {
    address: `http://127.0.0.1:${port}`,
    start: () => {
      const started = spawn(process.execPath, ['--import', 'tsx', 'supabase/embedded/main.ts', '--no-build', '--no-demo'], {
        cwd: root,
        env: {
          PATH: process.env['PATH'], PORT: String(port), XINGXUN_DATA: dataFolder,
          ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
        },
      })
      child = started
      return isReady(started)
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

function isReady(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-10_000)
      if (/^ready \S+$/m.test(said)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', () => { reject(new Error(said)) })
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}
