import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from './e2e/browser.ts'

const run = (command: string, args: string[]) => {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(status)}`)
}

/** Sees to it that there is a browser and a font with Chinese: Debian's when root on Debian, else Playwright's own. */
export async function ensureChromium(): Promise<void> {
  if (chromiumPath() || existsSync(chromium.executablePath())) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
    return
  }
  const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  run(process.execPath, [join(folder, 'cli.js'), 'install', 'chromium'])
}
