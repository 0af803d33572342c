/** Choices that are the same in every run: equal seeds give equal demo data. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number
  /** True in this share of the cases. */
  chance(share: number): boolean
  /** One of the values. Throws when there is none. */
  pick<T>(values: readonly T[]): T
  /** The values in another order. */
  shuffle<T>(values: readonly T[]): T[]
  bytes(length: number): Uint8Array
}

/** A deterministic source of choices from a text. */
export function seeded(seed: string): Random {
  let state = [...seed].reduce((sum, character) => Math.imul(sum, 31) + (character.codePointAt(0) ?? 0) >>> 0, 7)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ state >>> 15, state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  const pick = <T>(values: readonly T[]): T => {
    if (values.length === 0) throw new Error('nothing to choose from')
    return values[int(0, values.length - 1)] as T
  }
  return {
    next,
    int,
    pick,
    chance: (share) => next() < share,
    shuffle: (values) => values.map((value) => ({ value, at: next() })).sort((a, b) => a.at - b.at)
      .map(({ value }) => value),
    bytes: (length) => Uint8Array.from({ length }, () => int(0, 255)),
  }
}
