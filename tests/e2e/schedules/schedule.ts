import { pick, seeded } from '../../make/random.ts'
import { weathers, type Weather } from './line.ts'

/** What happens to a phone with a record open. */
export type Happening =
  | { readonly do: 'type'; readonly field: number; readonly wait: boolean }
  | { readonly do: 'weather'; readonly weather: Weather }
  | { readonly do: 'photo' | 'reload' | 'kill' | 'otherTab' | 'flight' | 'landing' | 'fullDisk' | 'newVersion' | 'takeVersion' }

const likely: readonly (readonly [number, Happening['do']])[] = [
  [6, 'type'], [2, 'photo'], [2, 'kill'], [1, 'reload'], [2, 'otherTab'], [3, 'weather'], [1, 'flight'], [1, 'landing'],
  [0.5, 'fullDisk'], [1, 'newVersion'], [1, 'takeVersion'],
]
const sum = likely.reduce((weights, [weight]) => weights + weight, 0)
const faults: readonly Happening['do'][] = ['kill', 'otherTab', 'weather', 'flight', 'fullDisk', 'newVersion', 'takeVersion']

/** The nth schedule of a seed: 8 to 12 happenings, at least three of them faults. */
export function makeHappenings(seed: number, n: number): readonly Happening[] {
  const random = seeded((Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(n + 1, 0xc2b2ae35)) >>> 0)
  const draw = (): Happening => {
    let at = random() * sum
    const what = likely.find(([weight]) => (at -= weight) < 0)?.[1] ?? 'type'
    if (what === 'type') return { do: what, field: Math.floor(random() * 2), wait: random() < 0.6 }
    return what === 'weather' ? { do: what, weather: pick(random, weathers) } : { do: what }
  }
  const happenings: Happening[] = []
  const length = 8 + Math.floor(random() * 5)
  while (happenings.length < length || happenings.filter((each) => faults.includes(each.do)).length < 3) happenings.push(draw())
  return happenings
}
