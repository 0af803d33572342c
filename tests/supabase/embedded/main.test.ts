import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { root } from '../../database/engines.ts'
import { makeDatabase, makeDataFolder } from './fixture.ts'
import { makeFolder } from './folder.ts'

interface Started {
  readonly child: ChildProcess
  /** Where it listens; rejects with what it said when it ended instead. */
  readonly address: Promise<string>
  readonly exit: Promise<number | null>
}

/** The command that people type, on its own data folder and a free port. */
async function start(dataFolder: string, databaseUrl: string | null): Promise<Started> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'supabase/embedded/main.ts', '--no-build', '--no-demo'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'], PORT: '0', XINGXUN_DATA: dataFolder,
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
    },
  })
  let said = ''
  const exit = new Promise<number | null>((resolve) => { child.once('exit', resolve) })
  const address = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const ready = /^ready (\S+)$/m.exec(said)
      if (ready?.[1] !== undefined) resolve(ready[1])
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void exit.then(() => { reject(new Error(said)) })
  })
  address.catch(() => undefined)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exit
  })
  return { child, address, exit }
}

describe('npm start', { timeout: 180_000 }, () => {
  it('brings up the schema of this release and ends cleanly on a signal', async () => {
    const folder = await makeFolder()
    const { child, address, exit } = await start(folder, await makeDatabase())

    const health = await (await fetch(`${await address}/health`)).json() as { schema: string }
    child.kill('SIGTERM')

    expect(health).toMatchObject({ ok: true })
    expect(health.schema).toMatch(/^\d{14}$/)
    expect(await exit).toBe(0)
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })

  it('leaves the data folder to the process that has it, and survives a crash of that one', async () => {
    const folder = await makeDataFolder()
    const database = await makeDatabase()
    const first = await start(folder, database)
    await first.address

    const second = await start(folder, database)
    await expect(second.address).rejects.toThrow(`pid ${first.child.pid}`)
    expect(await second.exit).toBe(1)
    first.child.kill('SIGKILL')
    await first.exit

    const third = await start(folder, database)
    await expect(third.address).resolves.toContain('http://127.0.0.1:')
  })
})
