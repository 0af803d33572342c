import type { Marks } from './board'

type Columns = Pick<Marks, 'x' | 'y'>

/** What stands between each value and the one before it; the first stands alone. */
const differences = (values: readonly number[]): number[] => values.map((value, n) => value - (values[n - 1] ?? 0))

function sums(values: readonly number[]): number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

/** Positions as an answer carries them when it says `steps`: rows lie in the order of `y`, then `x`, each as its step from the row before. */
export const codeColumns = ({ x, y }: Columns): Columns => ({ x: differences(x), y: differences(y) })

/** An answer with its positions counted out, whichever way they came. */
export const plainMarks = (marks: Marks): Marks =>
  (marks.steps ? { ...marks, x: sums(marks.x), y: sums(marks.y), steps: false } : marks)
