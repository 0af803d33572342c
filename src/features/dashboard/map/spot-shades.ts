import type { BlankSpots, SpotState } from '@/domain/blank-spot'
import type { Marks } from '@/domain/board'
import { worldX, worldY } from './projection'

/** States that a map of blank spots tells apart; where no rule asks, nothing is shown. */
export const shownStates = ['never', 'overdue', 'due', 'fine'] as const satisfies readonly SpotState[]

export interface SpotShade {
  readonly id: number
  readonly name: string
  readonly counties: readonly number[]
  /** Percent that nobody came to, or not in time; null where nothing is asked for. */
  readonly share: number | null
  /** 0 to 4 by fifths, -1 where all is in time, -2 where nothing is asked for. */
  readonly shade: number
}

/** How many fifths of what is asked for are blank. */
function shadeOf(share: number | null): number {
  if (share === null) return -2
  return share === 0 ? -1 : Math.min(4, Math.floor(share / 20))
}

/** Areas with the share of what is asked for in them that is blank: never visited or overdue. */
export function shadeSpots({ areas }: Pick<BlankSpots, 'areas'>, what: 'area' | 'institution'): readonly SpotShade[] {
  return areas.map(({ id, name, county_ids, ...states }) => {
    const counts = states[what]
    const asked = shownStates.reduce((sum, state) => sum + counts[state], 0)
    const share = asked === 0 ? null : Math.round(((counts.never + counts.overdue) / asked) * 100)
    return { id, name, counties: county_ids, share, shade: shadeOf(share) }
  })
}

/** Institutions that have a position as marks, one kind for each state, and which row of the answer each is. */
export function spotMarks({ rows, at }: Pick<BlankSpots, 'rows' | 'at'>): Marks {
  const grid = 26
  const placed = rows.filter(({ lng, lat, state }) => lng !== null && lat !== null && state !== 'none')
  return {
    at, grid, kinds: shownStates,
    x: placed.map(({ lng }) => Math.floor(worldX(lng as number) * 2 ** grid)),
    y: placed.map(({ lat }) => Math.floor(worldY(lat as number) * 2 ** grid)),
    kind: placed.map(({ state }) => (shownStates as readonly string[]).indexOf(state)),
    count: placed.map(() => 1), ids: placed.map(({ key }) => key), titles: placed.map(({ name }) => name),
    placed: placed.length, unplaced: rows.length - placed.length,
  }
}
