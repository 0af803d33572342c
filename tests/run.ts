import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './ensure-chromium.ts'

/**
 * `npm test`: every stage in order, all of them even when one fails, seconds for each, then one line
 * `N passed, N failed, N skipped`. `npm test -- unit browser` runs the named stages only.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'xingxun-reports-'))

interface Count { passed: number; failed: number; skipped: number }

const none: Count = { passed: 0, failed: 0, skipped: 0 }

/** Runs a command with its output passed on; gives its exit code. */
const run = (command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })

const node = (script: string, ...args: string[]) => [join(root, 'node_modules', script), ...args]

/** A stage that passes or fails as a whole. */
const whole = (...args: string[]) => async (): Promise<Count> => {
  const code = await run(process.execPath, args)
  return code === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }
}

/** What a report of Vitest says of one file; times in milliseconds. */
interface FileResult { readonly name: string; readonly startTime: number; readonly endTime: number }

/** The files that took longest, for whoever keeps a stage within its budget. */
const slowest = (files: readonly FileResult[]): string =>
  files.map(({ name, startTime, endTime }) => ({ name: name.slice(root.length), seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds).slice(0, 8).map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ')

/** A stage of Vitest, of all projects with this name or pattern; its own report is counted. A run that reports no test has failed. */
const vitest = (project: string, env: Record<string, string> = {}) => async (): Promise<Count> => {
  const report = join(reports, `${project.replace('*', '')}-${env['XINGXUN_ENGINE'] ?? ''}.json`)
  const code = await run(process.execPath, node('vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts',
    '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`), env)
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
      JSON.parse(readFileSync(report, 'utf8')) as Record<string, number | undefined> & { testResults: readonly FileResult[] }
    console.log(`slowest: ${slowest(testResults)}`)
    const failed = (numFailedTests ?? 0) || (code === 0 && numPassedTests ? 0 : 1)
    return { passed: numPassedTests ?? 0, failed, skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0) }
  } catch (error) {
    console.error(`no report of ${project}: ${String(error)}`)
    return { ...none, failed: 1 }
  }
}

const stages: Record<string, () => Promise<Count>> = {
  types: whole(...node('vue-tsc/bin/vue-tsc.js', '--noEmit')),
  lint: whole(...node('eslint/bin/eslint.js', '.', '--max-warnings', '0')),
  unit: vitest('unit*'),
  'sql-pglite': vitest('database', { XINGXUN_ENGINE: 'pglite' }),
  'sql-postgres': vitest('database', { XINGXUN_ENGINE: 'postgres' }),
  build: whole(...node('vite/bin/vite.js', 'build', '--logLevel', 'warn')),
  browser: vitest('browser'),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in stages))
if (unknown.length > 0) throw new Error(`no such stage: ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}`)

await ensureChromium()
const total = { ...none }
const lines: string[] = []
for (const [name, stage] of Object.entries(stages)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n== ${name}`)
  const began = performance.now()
  const count = await stage()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  lines.push(`${name.padEnd(14)} ${seconds.padStart(7)} s   ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
}
rmSync(reports, { recursive: true, force: true })
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
