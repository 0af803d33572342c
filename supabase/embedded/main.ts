import { fileURLToPath } from 'node:url'
import { banner } from './banner.ts'
import { StartRefused } from './failure.ts'
import { logLine } from './log.ts'
import { readOptions } from './options.ts'
import { startServer } from './server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

try {
  const options = readOptions(process.argv.slice(2), process.env, root)
  const server = await startServer(options, () => {
    logLine('后台线程意外退出，服务停止。 / The backend thread ended unexpectedly: stopping.')
    process.exit(1)
  })
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void server.stop().then(() => process.exit(0), () => process.exit(1))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.stdout.write(banner(server, options))
  process.stdout.write(`ready ${server.address}\n`)
} catch (error) {
  if (!(error instanceof StartRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
