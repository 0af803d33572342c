import { readdir, readFile } from 'node:fs/promises'

interface Process {
  readonly parent: string
  readonly command: string
  readonly peakKib: number
}

const field = (status: string, name: string) => new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]

async function readProcess(pid: string): Promise<Process | null> {
  try {
    const [status, command] = await Promise.all(
      [readFile(`/proc/${pid}/status`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8')])
    return { parent: field(status, 'PPid') ?? '', command, peakKib: Number(field(status, 'VmHWM') ?? Number.NaN) }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null // it ended meanwhile
    throw error
  }
}

/**
 * The most memory in MiB that a page's process of the browser on this profile ever held: code, pictures, workers and
 * all. Linux only; NaN elsewhere.
 */
export async function peakOfPages(profileFolder: string): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = new Map((await Promise.all(pids.map(async (pid) => [pid, await readProcess(pid)] as const))))
  const belongs = (pid: string): boolean => {
    const found = all.get(pid)
    return found ? found.command.includes(profileFolder) || belongs(found.parent) : false
  }
  const peaks = pids.filter((pid) => all.get(pid)?.command.includes('--type=renderer') && belongs(pid))
    .map((pid) => all.get(pid)?.peakKib ?? 0)
  return peaks.length === 0 ? Number.NaN : Math.max(...peaks) / 1024
}
