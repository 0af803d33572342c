import { serveIonic, serveOurs, type Candidate } from './candidate.ts'
import { median } from './median.ts'
import { atMost, say, type Finding } from './report.ts'
import { startTwice, type Started } from './start.ts'

const rounds = 5
type Visit = 'cold' | 'warm'

/** Medians of both apps' starts, first visit and visit offline, taken in turns. */
export async function measureLoad(): Promise<Finding> {
  const candidates: Candidate[] = [await serveIonic(), await serveOurs()]
  const starts = new Map(candidates.map((each) => [each, { cold: [] as Started[], warm: [] as Started[] }]))
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const candidate of candidates) {
        const { cold, warm } = await startTwice(candidate)
        starts.get(candidate)?.cold.push(cold)
        starts.get(candidate)?.warm.push(warm)
        console.log(`${round + 1}/${rounds} ${candidate.name} ${JSON.stringify({ cold, warm })}`)
      }
    }
  } finally {
    for (const candidate of candidates) await candidate.stop()
  }

  const figures: Record<string, number> = {}
  for (const visit of ['cold', 'warm'] as const satisfies readonly Visit[]) {
    for (const moment of ['painted', 'listed', 'opened'] as const) {
      const [peer = Number.NaN, ours = Number.NaN] =
        [...starts.values()].map((each) => median(each[visit].map((start) => start[moment])))
      say(`${visit} ${moment}`, { ours, 'ionic-rxdb': peer }, 'ms')
      figures[`${visit}_${moment}`] = ours / peer
    }
  }
  const figure = (name: string) => figures[name] ?? Number.NaN
  return {
    figures,
    aims: [
      atMost('cold paint of navigation and heading', figure('cold_painted'), 0.4),
      atMost('cold start to an answered tap', figure('cold_opened'), 0.45),
      atMost('warm offline start to an answered tap', figure('warm_opened'), 0.5),
    ],
  }
}
