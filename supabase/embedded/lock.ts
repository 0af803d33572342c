import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { StartRefused } from './failure.ts'

const attempts = 20
/** Milliseconds after which the process that was removing a stale lock is taken to have died over it. */
const takeoverForgottenAfter = 10_000

/**
 * Takes the data folder for this process and gives the function that lets it go. Two processes on one PGlite
 * folder destroy it. A lock whose process is gone, or whose number now belongs to another process, is taken over.
 */
export async function takeLock(dataFolder: string): Promise<() => Promise<void>> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, 'lock')
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await createWhole(path, mine)) return async () => { await rm(path, { force: true }) }
    const holder = await contentOf(path)
    if (isAlive(holder)) throw refused(path, holder)
    await removeStale(path, mine)
    await pause(20)
  }
  throw refused(path, await contentOf(path))
}

/** Creates a file with its content in one step; false when there is one already. Nobody ever reads half a lock. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  await writeFile(aside, text, { mode: 0o600 })
  try {
    await link(aside, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/** Removes a stale lock. One process at a time may, and looks once more before it does. */
async function removeStale(path: string, mine: string): Promise<void> {
  const guard = `${path}.takeover`
  if (!await createWhole(guard, mine)) {
    const since = await stat(guard).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0)
    if (since > takeoverForgottenAfter) await rm(guard, { force: true })
    return
  }
  try {
    if (!isAlive(await contentOf(path))) await rm(path, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

function isAlive(holder: string): boolean {
  const [pidText = '', start = ''] = holder.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    const mayNotSignal = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!mayNotSignal) return false
  }
  return start === '' || start === startOf(pid)
}

/** When a process started, in clock ticks since boot; empty where the system does not tell (outside Linux). */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function refused(path: string, holder: string): StartRefused {
  const pid = holder.trim().split(' ')[0] ?? '?'
  return new StartRefused(
    `数据目录正被另一个进程使用（进程号 ${pid}）。请先停止它。锁文件：${path}`,
    `Another process (pid ${pid}) is using the data folder. Stop it first. Lock file: ${path}`,
  )
}
