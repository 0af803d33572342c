import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The entry of the package, beside whose version the bundle is kept. */
export const entry = createRequire(import.meta.url).resolve('happy-dom')

function version(): string {
  const { version } = JSON.parse(readFileSync(join(entry, '../../package.json'), 'utf8')) as { version: string }
  return version
}

/** happy-dom in one file: every test file with a page reads 600 without it. */
export const bundle = join(root, '.cache', 'happy-dom', `${version()}.cjs`)

export const bundled = (): boolean => existsSync(bundle)
