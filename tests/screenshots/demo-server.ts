import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readOptions } from '../../supabase/embedded/options.ts'
import { startServer } from '../../supabase/embedded/server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The app with demo data in a folder of its own, on a free port of this machine; `stop` leaves nothing behind. */
export async function startDemoServer(): Promise<{ address: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'xingxun-screenshots-'))
  const server = await startServer(readOptions([], { PORT: '0', XINGXUN_DATA: folder }, root))
  return {
    address: server.address,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
