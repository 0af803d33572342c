import { execFileSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isClean, openStage } from './play.ts'

/**
 * `npm run faults:chromium -- --schedules N --seed S [--from A --to B] [--minutes M] [--results FILE]`: schedules on the built app (`npm run
 * build`) in Chromium, one after the other on one phone. The last line is one JSON object, appended to a file where one is
 * named; it exits with 1 unless nothing was lost, duplicated or stuck. Minutes end it sooner, after the schedule at hand.
 */
const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '300' }, seed: { type: 'string', default: '20260508' },
    from: { type: 'string', default: '0' }, to: { type: 'string' }, results: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
  },
})
const [seed, from] = [Number(values.seed), Number(values.from)]
const to = values.to === undefined ? from + Number(values.schedules) : Number(values.to)

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const counts = { schedules: 0, lost: 0, duplicated: 0, stuck: 0 }
const start = Date.now()
const until = start + Number(values.minutes) * 60_000
const stage = await openStage()
try {
  for (let n = from; n < to && Date.now() < until; n += 1) {
    const found = await stage.play(seed, n)
    counts.schedules += 1
    for (const kind of ['lost', 'duplicated', 'stuck'] as const) counts[kind] += found[kind].length
    if (!isClean(found)) console.log(`--seed ${seed} --from ${n} --to ${n + 1}: ${JSON.stringify(found)}`)
    if (counts.schedules % 10 === 0) console.log(`${counts.schedules} schedules, ${Math.round((Date.now() - start) / 1000)} s`)
  }
} finally {
  await stage.close()
}
const line = JSON.stringify({ commit, engine: 'chromium', seed, from, to: from + counts.schedules, seconds: Math.round((Date.now() - start) / 1000), ...counts })
if (values.results) appendFileSync(values.results, `${line}\n`)
console.log(line)
process.exitCode = counts.lost + counts.duplicated + counts.stuck === 0 ? 0 : 1
