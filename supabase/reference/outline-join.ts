import { aliases } from './area-changes.ts'
import type { SourceShape } from './outline-source.ts'
import type { TsvRow } from './tsv.ts'

export type Joined = {
  /** County area id → the shapes that make up its territory. */
  readonly shapes: ReadonlyMap<number, readonly SourceShape[]>
  /** Counties of areas.tsv that no shape stands for, with the reason where one is known. */
  readonly missing: readonly { readonly id: number, readonly name: string, readonly reason: string }[]
  /** Shapes of no county: their code is gone and nothing says where they went as a whole. */
  readonly unplaced: readonly SourceShape[]
}

function successor(code: string): string | undefined {
  return aliases.find(({ old, extent }) => old === code && extent === 'whole')?.new
}

/**
 * Finds for each shape the county it belongs to: by code, else by an alias that went over whole, else by an equal name
 * in the same prefecture. Takes the counties of one province and those whose border moved since the source was drawn
 * (code → reason); these are reported as missing rather than drawn wrong.
 */
export function joinShapes(
  counties: readonly TsvRow[], shapes: readonly SourceShape[], redrawn: ReadonlyMap<string, string>,
): Joined {
  const codes = new Set(counties.map(({ code = '' }) => code))
  const placed = new Map<number, SourceShape[]>()
  const unplaced: SourceShape[] = []
  for (const shape of shapes) {
    const candidates = [shape.code, successor(shape.code), counties.find(({ code = '', name }) =>
      code.startsWith(shape.prefecture) && name === shape.name)?.code]
    const code = candidates.find((candidate) => candidate !== undefined && codes.has(candidate))
    if (code === undefined) unplaced.push(shape)
    else if (!redrawn.has(code)) placed.set(Number(code), [...placed.get(Number(code)) ?? [], shape])
  }
  const missing = counties.filter(({ code }) => !placed.has(Number(code))).map(({ code = '', name = '' }) => (
    { id: Number(code), name, reason: redrawn.get(code) ?? 'not in the source' }
  ))
  return { shapes: placed, missing, unplaced }
}
