import { existsSync, readFileSync, rmSync } from 'node:fs'
import { openAppServer, serverList } from './app-server.ts'

/** Ends a server that its test left behind. */
function end(pid: number): void {
  try {
    process.kill(pid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Fills one data folder with the demo for the whole run; each test file's server begins with a copy of it. */
export default async function setup(): Promise<() => void> {
  const { folder, stop } = await openAppServer()
  await stop()
  process.env['XINGXUN_TEST_DATA'] = folder
  return () => {
    const list = serverList(folder)
    const lines = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []
    for (const line of lines) if (line.startsWith('begun ') && !lines.includes(line.replace('begun', 'ended'))) end(Number(line.slice(6)))
    for (const path of [folder, list]) rmSync(path, { recursive: true, force: true })
  }
}
