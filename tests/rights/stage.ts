import type { Result } from './probe/cell.ts'

/** Prints a line, whatever became of the console. */
export const say = (line: string): void => { process.stdout.write(`${line}\n`) }

/** Prints what a stage found, the first mismatches in words; gives its counts. */
export function tell(stage: string, { cells, mismatches }: Result): { cells: number; mismatches: number } {
  const total = Object.values(cells).reduce((sum, n) => sum + n, 0)
  say(`${stage}: ${total} cells (${Object.entries(cells).map(([verb, n]) => `${verb} ${n}`).join(', ')}), ${mismatches.length} mismatches`)
  for (const { who, verb, about, expected, found } of mismatches.slice(0, 40)) {
    say(`  ${who} ${verb} ${about}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`)
  }
  if (mismatches.length > 40) say(`  … and ${mismatches.length - 40} more`)
  return { cells: total, mismatches: mismatches.length }
}
