import { rmSync } from 'node:fs'
import { openAppServer } from './app-server.ts'

/** Fills one data folder with the demo for the whole run; each test file's server begins with a copy of it. */
export default async function setup(): Promise<() => void> {
  const server = await openAppServer()
  await server.stop()
  process.env['XINGXUN_TEST_DATA'] = server.folder
  return () => rmSync(server.folder, { recursive: true, force: true })
}
