import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Judgement } from './oracle.ts'
import { openSeries } from './series.ts'

/**
 * `npm run faults -- --schedules N --seed S [--from A --to B] [--on model|postgres|pglite] [--minutes M] [--results FILE]`:
 * schedules of faults on the real delivery, a pretended disk, and a model of the server or the real SQL. The last line is one JSON
 * object; it exits with 1 unless nothing was lost, duplicated, altered or stuck. With a file the object is appended to it,
 * so that several runs of the same code add up (`npm run faults:sum`); minutes, or a signal to stop, end it sooner. Against
 * the SQL phones are 2 to 6, of one or two people.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' }, seed: { type: 'string', default: '20260508' },
    from: { type: 'string', default: '0' }, to: { type: 'string' }, results: { type: 'string' },
    on: { type: 'string', default: 'model' }, minutes: { type: 'string', default: 'Infinity' },
  },
})
const seed = Number(values.seed)
const from = Number(values.from)
const to = values.to === undefined ? from + Number(values.schedules) : Number(values.to)

const counts = { schedules: 0, commands: 0, lost: 0, duplicated: 0, altered: 0, stuck: 0 }
const kinds = ['lost', 'duplicated', 'altered', 'stuck'] as const satisfies readonly (keyof Judgement)[]
// What is played is read now: a commit made meanwhile is not in it.
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const series = await openSeries(values.on)

/** What repeats the nth schedule. */
const alone = (n: number) => `--on ${values.on} --seed ${seed} --from ${n} --to ${n + 1}`

/** The pretended disk throws often, and catches it: a stack costs more than all else of it. A schedule alone keeps them. */
if (to - from > 1) Error.stackTraceLimit = 0

async function one(n: number): Promise<void> {
  const { commands, found } = await series.play(seed, n).catch((cause: unknown) => {
    throw new Error(`${alone(n)}: ${String(cause)}`, { cause })
  })
  counts.schedules += 1
  counts.commands += commands
  for (const kind of kinds) counts[kind] += found[kind].length
  if (kinds.some((kind) => found[kind].length > 0)) console.log(`${alone(n)}: ${JSON.stringify(found)}`)
}

let stopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The library of the real server ends the process at a signal, before the result is told.
  process.removeAllListeners(signal)
  process.on(signal, () => (stopped = true))
}
const start = Date.now()
const until = start + Number(values.minutes) * 60_000
for (let n = from; n < to && Date.now() < until && !stopped; n += 1) {
  await one(n)
  if (counts.schedules % series.news === 0) console.log(`${counts.schedules} schedules, ${Math.round((Date.now() - start) / 1000)} s`)
}
await series.close()
const line = JSON.stringify({
  commit, code: series.code, engine: values.on, seed, from, to: from + counts.schedules, seconds: Math.round((Date.now() - start) / 1000), ...counts, ...series.more(),
})
if (values.results) appendFileSync(values.results, `${line}\n`)
console.log(line)
process.exitCode = kinds.every((kind) => counts[kind] === 0) ? 0 : 1
