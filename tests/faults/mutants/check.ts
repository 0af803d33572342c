import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mutants, type Mutant } from './list.ts'

/**
 * `npm run check:sync [-- --only PATTERN]`: each known mistake of delivery in a copy of the code, and whether the tests of
 * delivery or a short run of schedules of faults notice. Its last line is one JSON object; it exits with 1 below 95 %, or
 * for a survivor that nobody explained.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, schedules: { type: 'string', default: '120' } } })
const root = fileURLToPath(new URL('../../..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'xingxun-mutants-'))
for (const each of ['src', 'tests', 'supabase', 'package.json', 'tsconfig.json', 'vite.config.ts', '.git'])
  cpSync(join(root, each), join(copy, each), { recursive: true, filter: (path) => !path.includes('bench/peers') })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

/** Whether a command ends well. */
const succeeds = (command: string, parts: readonly string[]) => new Promise<boolean>((resolve, reject) => {
  const child = spawn(command, parts, { cwd: copy, stdio: 'ignore' })
  child.on('error', reject)
  child.on('close', (code) => resolve(code === 0))
})
const tests = () => succeeds(join(copy, 'node_modules/.bin/vitest'), ['run', '--config', 'tests/vitest.config.ts', '--project', 'unit', '--bail', '1',
  'tests/sync', 'tests/local', 'tests/domain/merge.test.ts', 'tests/remote', '--exclude', '**/convergence.test.ts', '--exclude', '**/rescue/**'])
const schedules = () => succeeds(process.execPath, ['--import', 'tsx', 'tests/faults/run.ts', '--schedules', values.schedules])

async function fate({ file, from, to }: Mutant): Promise<'tests' | 'schedules' | null> {
  const path = join(copy, 'src', file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`)
  writeFileSync(path, text.replace(from, () => to))
  try {
    if (!await tests()) return 'tests'
    return await schedules() ? null : 'schedules'
  } finally {
    writeFileSync(path, text)
  }
}

const chosen = mutants.filter(({ name }) => new RegExp(values.only).test(name))
for (const { file, from } of chosen)
  if (readFileSync(join(copy, 'src', file), 'utf8').split(from).length !== 2) throw new Error(`${file} does not say once: ${from}`)
if (!await tests() || !await schedules()) throw new Error('the tests fail without any mistake')
const survivors: Mutant[] = []
const counts = { tests: 0, schedules: 0 }
for (const mutant of chosen) {
  const by = await fate(mutant)
  if (by) counts[by] += 1
  else survivors.push(mutant)
  console.log(`${by ? `caught by ${by}`.padEnd(20) : 'SURVIVED            '} ${mutant.name}${!by && mutant.survives ? `: ${mutant.survives}` : ''}`)
}
rmSync(copy, { recursive: true })
const share = (chosen.length - survivors.length) / chosen.length
const unexplained = survivors.filter(({ survives }) => !survives).map(({ name }) => name)
console.log(JSON.stringify({
  mutants: chosen.length, caught: chosen.length - survivors.length, ...counts, share: Number(share.toFixed(3)),
  survivors: survivors.map(({ name }) => name), unexplained,
}))
process.exitCode = share >= 0.95 && unexplained.length === 0 ? 0 : 1
