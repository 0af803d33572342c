import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './failure.ts'

/**
 * Takes the data folder for this process and gives the function that lets it go. Two processes on one PGlite
 * folder destroy it. A lock whose process is gone, or whose number now belongs to another process, is taken over.
 */
export async function takeLock(dataFolder: string): Promise<() => Promise<void>> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, 'lock')
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await createExclusively(path, mine)) return async () => { await rm(path, { force: true }) }
    const holder = await readFile(path, 'utf8').catch(() => '')
    if (isAlive(holder)) throw refused(path, holder)
    await setAside(path, holder)
  }
  throw refused(path, await readFile(path, 'utf8').catch(() => ''))
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(text)
    await file.close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Moves a stale lock away; when another process replaced it in the meantime, that one is put back. */
async function setAside(path: string, expected: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  const moved = await readFile(aside, 'utf8')
  if (moved === expected) await rm(aside, { force: true })
  else await rename(aside, path)
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
