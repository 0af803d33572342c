import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { filesApart } from './unit-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const alias = { '@': fileURLToPath(new URL('../src', import.meta.url)) }

/** Tests that open a browser; all others run in node or in a pretended page. */
const browser = ['tests/e2e/**/*.test.ts', 'tests/**/*.browser.test.ts']
/** Tests on a prepared database; they run once on each engine. */
const database = [
  'tests/supabase/{schemas,demo,embedded}/**/*.test.ts', 'tests/**/*.database.test.ts', 'tests/database/**/*.test.ts',
]

/** What needs no database, or brings PGlite along: once is enough. */
const engineless = `tests/supabase/embedded/{${[
  'build-app', 'database-pglite', 'gate', 'headers', 'https', 'job-timer', 'lock', 'log', 'login-throttle', 'malformed', 'object-store',
  'options', 'preflight', 'request-queue', 'secrets', 'static-files'].join(',')}}.test.ts`

// What test processes read again and again is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('../.cache/node', import.meta.url))

const notUnit = [...browser, ...database, 'tests/bench/peers/**', '**/node_modules/**']
const apart = filesApart(root)

/** Tests in node or in a pretended page. */
const unit = (test: { name: string; include: string[]; exclude: string[]; isolate?: boolean }): TestProjectInlineConfiguration => ({
  plugins: [vue()],
  resolve: { alias },
  define: { __APP_VERSION__: '"test"' },
  test: {
    ...test, root, environment: './tests/page/environment.ts', globalSetup: ['tests/page/global-setup.ts'], testTimeout: 20_000, maxWorkers: 2,
  },
})

export default defineConfig({
  root,
  resolve: { alias },
  test: {
    projects: [
      // Most share a process with others of their kind, and what they import is read once.
      unit({ name: 'unit', include: ['tests/**/*.test.ts'], exclude: [...notUnit, ...apart], isolate: false }),
      unit({ name: 'unit-apart', include: apart, exclude: notUnit }),
      {
        resolve: { alias },
        test: {
          name: 'database',
          root,
          include: database,
          exclude: process.env['XINGXUN_ENGINE'] === 'postgres' ? [engineless, '**/node_modules/**'] : ['**/node_modules/**'],
          environment: 'node',
          globalSetup: ['tests/database/global-setup.ts'],
          setupFiles: ['tests/database/one-day.ts', 'tests/database/every-file.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // Two processes for all files: PGlite is compiled, and the server's code read, twice and not once a file.
          isolate: false,
        },
      },
      {
        plugins: [vue()],
        resolve: { alias },
        test: {
          name: 'browser', root, include: browser, environment: 'node', testTimeout: 180_000, hookTimeout: 180_000,
          // As patient as the pages' own waits: a busy machine is slow, and a check that passes does not wait.
          expect: { poll: { timeout: 60_000 } },
          globalSetup: ['tests/e2e/global-setup.ts'], setupFiles: ['tests/e2e/on-failure.ts'], maxWorkers: 2,
        },
      },
    ],
  },
})
