/** What one run of schedules appended to a file of results. Schedules of the built app are of a commit, and count no commands. */
export interface Run {
  readonly commit: string
  readonly code?: string
  readonly engine: string
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly commands?: number
  readonly lost: number
  readonly duplicated: number
  readonly altered?: number
  readonly stuck: number
}

export interface Total extends Required<Omit<Run, 'commit' | 'seed' | 'from' | 'to'>> {
  /** Different ones: what two runs both played counts once. */
  readonly schedules: number
}

/** How many numbers lie in at least one of the ranges, each from its first number to before its second. */
function countIn(ranges: readonly (readonly [number, number])[]): number {
  let [count, end] = [0, -Infinity]
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    count += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return count
}

const sums = ['commands', 'lost', 'duplicated', 'altered', 'stuck'] as const satisfies readonly (keyof Run)[]

/** Adds runs up by what they were played on: the same engine, the same code. */
export function addUp(runs: readonly Run[]): Total[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const group = `${run.engine} ${run.code ?? run.commit}`
    groups.set(group, [...groups.get(group) ?? [], run])
  }
  return [...groups.values()].map((group) => {
    const { engine, commit, code = commit } = group[0] as Run
    const bySeed = new Map<number, (readonly [number, number])[]>()
    for (const { seed, from, to } of group) bySeed.set(seed, [...bySeed.get(seed) ?? [], [from, to]])
    const [commands, lost, duplicated, altered, stuck] = sums.map((what) => group.reduce((sum, run) => sum + (run[what] ?? 0), 0)) as [number, number, number, number, number]
    return { engine, code, schedules: [...bySeed.values()].reduce((sum, ranges) => sum + countIn(ranges), 0), commands, lost, duplicated, altered, stuck }
  })
}
