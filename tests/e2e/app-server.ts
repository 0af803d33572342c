import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The product as people start it: one process on a free port of 127.0.0.1, with demo data in a folder of its own. */
export interface AppServer {
  readonly address: string
  /** Where its data lie; its database is to be opened only while it is stopped. */
  readonly folder: string
  /** Ends it in an orderly way; its data stay for the next start. */
  stop(): Promise<void>
  start(...flags: string[]): Promise<void>
  /** Ends it and removes its data. */
  close(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Where a run writes down which servers have begun and ended, for those whose test fails before it closes them. */
export const serverList = (prepared: string) => `${prepared}.servers`

function launch(port: number, data: string, flags: readonly string[] = []): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'supabase/embedded/main.ts', '--no-build', ...flags], {
      cwd: root,
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', XINGXUN_DATA: data, DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const prepared = process.env['XINGXUN_TEST_DATA']
    if (prepared) {
      appendFileSync(serverList(prepared), `begun ${child.pid}\n`)
      child.once('close', () => appendFileSync(serverList(prepared), `ended ${child.pid}\n`))
    }
    let output = ''
    const listen = (chunk: Buffer) => {
      output += chunk.toString()
      if (/^ready /m.test(output)) resolve(child)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}:\n${output}`)))
  })
}

export async function openAppServer(): Promise<AppServer> {
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'xingxun-data-'))
  const prepared = process.env['XINGXUN_TEST_DATA']
  if (prepared) cpSync(prepared, data, { recursive: true })
  let child: ChildProcess | null = await launch(port, data)
  const stop = async () => {
    const ending = child
    child = null
    if (!ending) return
    ending.removeAllListeners('exit')
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill('SIGTERM')
    await ended
  }
  return {
    address: `http://127.0.0.1:${port}`,
    folder: data,
    stop,
    async start(...flags) {
      child ??= await launch(port, data, flags)
    },
    async close() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
