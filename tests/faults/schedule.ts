import { lineFaults, type Fault } from '../fakes/faulty-line.ts'
import { seeded } from '../make/random.ts'

/** What a person, a phone, the line or the server does next. */
export type Command =
  | { readonly do: 'edit'; readonly phone: number; readonly record: number; readonly photo: boolean }
  | { readonly do: 'open' | 'submit' | 'decide'; readonly phone: number; readonly record: number }
  | { readonly do: 'round'; readonly phone: number; readonly faults: readonly (Fault | null)[] }
  | { readonly do: 'editWhileSending'; readonly phone: number; readonly record: number; readonly at: number }
  | { readonly do: 'killWhileSending'; readonly phone: number; readonly at: number }
  | { readonly do: 'killAtWrite'; readonly phone: number; readonly at: number }
  | { readonly do: 'fullDisk'; readonly phone: number; readonly record: number }
  | { readonly do: 'kill'; readonly phone: number }
  | { readonly do: 'setClock'; readonly phone: number; readonly to: number }
  | { readonly do: 'late' | 'confirm' | 'backup' | 'restore' }

type Maker = (random: Draw) => Command
interface Draw {
  phone(): number
  nat(below: number): number
  chance(of: number): boolean
  pick<T>(from: readonly T[]): T
}

const tenYears = 10 * 365 * 86_400_000

const makers: readonly (readonly [number, Maker, faulty?: boolean])[] = [
  [8, (r) => ({ do: 'edit', phone: r.phone(), record: r.nat(3), photo: r.chance(0.5) })],
  [2, (r) => ({ do: 'open', phone: r.phone(), record: r.nat(3) })],
  [1, (r) => ({ do: 'submit', phone: r.phone(), record: r.nat(3) })],
  [1, (r) => ({ do: 'decide', phone: r.phone(), record: r.nat(3) })],
  [5, (r) => ({ do: 'round', phone: r.phone(), faults: [] })],
  [5, (r) => ({ do: 'round', phone: r.phone(), faults: Array.from({ length: 1 + r.nat(4) }, () => r.pick([null, null, ...lineFaults])) }), true],
  [2, (r) => ({ do: 'editWhileSending', phone: r.phone(), record: r.nat(3), at: r.nat(6) })],
  [2, (r) => ({ do: 'killWhileSending', phone: r.phone(), at: r.nat(6) }), true],
  [2, (r) => ({ do: 'killAtWrite', phone: r.phone(), at: r.nat(12) }), true],
  [1, (r) => ({ do: 'fullDisk', phone: r.phone(), record: r.nat(3) }), true],
  [1, (r) => ({ do: 'kill', phone: r.phone() }), true],
  [1, (r) => ({ do: 'setClock', phone: r.phone(), to: r.pick([-tenYears, -3_600_000, 0, 3_600_000, tenYears]) }), true],
  [1, () => ({ do: 'late' })],
  [2, () => ({ do: 'confirm' })],
  [0.4, () => ({ do: 'backup' })],
  [0.3, () => ({ do: 'restore' }), true],
]
const weights = makers.reduce((sum, [weight]) => sum + weight, 0)

/** The seed of the nth schedule of a run: neighbours have nothing in common. */
const seedOf = (seed: number, n: number): number => (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(n + 1, 0xc2b2ae35)) >>> 0

/**
 * The nth schedule of a seed: 40 to 60 commands for some phones and three records of each person, at least three of them
 * faults.
 */
export function makeSchedule(seed: number, n: number, phones = 2): readonly Command[] {
  const random = seeded(seedOf(seed, n))
  const draw: Draw = {
    phone: () => Math.floor(random() * phones),
    nat: (below) => Math.floor(random() * below),
    chance: (of) => random() < of,
    pick: (from) => from[Math.floor(random() * from.length)] as never,
  }
  const length = 40 + draw.nat(21)
  const commands: Command[] = []
  let faults = 0
  while (commands.length < length || faults < 3) {
    let at = random() * weights
    const [, make, faulty = false] = makers.find(([weight]) => (at -= weight) < 0) ?? makers[0] as typeof makers[number]
    commands.push(make(draw))
    if (faulty) faults += 1
  }
  return commands
}
