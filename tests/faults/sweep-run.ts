import { parseArgs } from 'node:util'
import { bundled } from './bundled.ts'
import type { Judgement } from './oracle.ts'
import type * as Sweep from './sweep.ts'

/**
 * `npm run faults:sweep [-- --only NAME]`: every failpoint of all that a round does, with every fault that makes sense
 * there, one at a time and from the beginning. `--only` takes those whose name contains it, as a failure is printed. The
 * last line is one JSON object; it exits with 1 unless nothing was lost, duplicated, altered or stuck.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const { casesOf, discover, nameOf, sweepCase } = await bundled<typeof Sweep>('sweep')
const kinds = ['lost', 'duplicated', 'altered', 'stuck'] as const satisfies readonly (keyof Judgement)[]
const counts = { failpoints: 0, cases: 0, lost: 0, duplicated: 0, altered: 0, stuck: 0 }

const start = Date.now()
const points = await discover()
const chosen = points.flatMap(casesOf).filter((each) => nameOf(each).includes(values.only))
counts.failpoints = new Set(chosen.map(({ point }) => point)).size
for (const each of chosen) {
  const found = await sweepCase(each)
  counts.cases += 1
  for (const kind of kinds) counts[kind] += found[kind].length
  if (kinds.some((kind) => found[kind].length > 0)) console.log(`--only '${nameOf(each)}': ${JSON.stringify(found)}`)
  if (counts.cases % 200 === 0) console.log(`${counts.cases} of ${chosen.length} cases, ${Math.round((Date.now() - start) / 1000)} s`)
}
console.log(JSON.stringify(counts))
process.exitCode = counts.cases > 0 && kinds.every((kind) => counts[kind] === 0) ? 0 : 1
