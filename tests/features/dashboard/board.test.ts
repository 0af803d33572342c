// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { BoardArea } from '../../../src/domain/board.ts'
import { cardKeys, moved, queryOf, readArrangement, toggled, viewQuery, withArrangement } from '../../../src/features/dashboard/board/arrangement.ts'
import { changeOf } from '../../../src/features/dashboard/board/change.ts'
import { compareAreas, sortAreas } from '../../../src/features/dashboard/board/comparison.ts'

describe('a change', () => {
  it('has a part of what was before, and none where nothing was', () => {
    expect(changeOf(13, 12)).toEqual({ by: 1, percent: 8.3 })
    expect(changeOf(3, 12)).toEqual({ by: -9, percent: -75 })
    expect(changeOf(5, 0)).toEqual({ by: 5, percent: null })
    expect(changeOf(0, 0)).toEqual({ by: 0, percent: null })
    expect(changeOf(96, 1)).toEqual({ by: 95, percent: null })
    expect(changeOf(10, 1)).toEqual({ by: 9, percent: 900 })
  })
})

describe('an arrangement', () => {
  it('is the usual one where the address names no card that exists', () => {
    expect(readArrangement({})).toEqual({ cards: cardKeys, measure: 'sessions' })
    expect(readArrangement({ cards: 'persons,', measure: 'staff' })).toEqual({ cards: cardKeys, measure: 'sessions' })
    expect(withArrangement({ area: '3', cards: 'trend', measure: 'visits' }, { cards: cardKeys, measure: 'sessions' })).toEqual({ area: '3' })
  })

  it('keeps the order of the address, each card once', () => {
    expect(readArrangement({ cards: 'trend,areas,trend,totals', measure: 'visits' })).toEqual({ cards: ['trend', 'areas', 'totals'], measure: 'visits' })
  })

  it('is read as it was written', () => {
    const arrangement = { cards: ['areas', 'totals'], measure: 'visits' } as const

    expect(readArrangement(withArrangement({}, arrangement))).toEqual(arrangement)
  })

  it('moves a card up and down as far as there is room', () => {
    expect(moved(['totals', 'trend', 'areas'], 'areas', -1)).toEqual(['totals', 'areas', 'trend'])
    expect(moved(['totals', 'trend', 'areas'], 'totals', 1)).toEqual(['trend', 'totals', 'areas'])
    expect(moved(['totals', 'trend'], 'totals', -1)).toEqual(['totals', 'trend'])
    expect(moved(['totals', 'trend'], 'trend', 1)).toEqual(['totals', 'trend'])
    expect(moved(['totals'], 'areas', -1)).toEqual(['totals'])
  })

  it('hides and shows a card, and never hides the last', () => {
    expect(toggled(['totals', 'trend'], 'totals')).toEqual(['trend'])
    expect(toggled(['trend'], 'trend')).toEqual(['trend'])
    expect(toggled(['trend'], 'areas')).toEqual(['trend', 'areas'])
  })
})

describe('a view', () => {
  it('says all of an address but for the area, in one way of writing', () => {
    const one = { status: 'approved', area: '520326', cards: 'trend', organisation: '4', side: 'home', foreign: 'x' }

    expect(viewQuery(one)).toBe('cards=trend&status=approved')
    expect(viewQuery({ cards: 'trend', status: 'approved' })).toBe(viewQuery(one))
    expect(viewQuery({})).toBe('')
  })

  it('is shown in the area where its reader is', () => {
    expect(queryOf('cards=trend&status=approved', 7)).toEqual({ cards: 'trend', status: 'approved', area: '7' })
    expect(queryOf('cards=trend', null)).toEqual({ cards: 'trend' })
    expect(viewQuery(queryOf('cards=trend&from=2025-01&to=2025-03', 7))).toBe('cards=trend&from=2025-01&to=2025-03')
  })
})

const area = (id: number, name: string, part: Partial<BoardArea> = {}): BoardArea => ({
  id, name, level: 'prefecture', code: '', county_ids: [1, 2, 3, 4], institutions: 30, residents: 200_000,
  host: { sessions: 50, visits: 900 }, home: { sessions: 45, visits: 600 }, ...part,
})

describe('areas compared', () => {
  it('stand on equal terms, of one side and one measure', () => {
    expect(compareAreas([area(1, '甲')], 'sessions', 'host')[0])
      .toEqual({ id: 1, name: '甲', below: true, host: 50, home: 45, perCounty: 12.5, perInstitution: 1.7, perResidents: 2.5, counted: true })
    expect(compareAreas([area(1, '甲')], 'visits', 'home')[0]).toMatchObject({ host: 900, home: 600, perCounty: 150, perInstitution: 20, perResidents: 30 })
  })

  it('have no figure where there is nothing to divide by or nothing to count', () => {
    const township = area(2, '乙', { level: 'township', county_ids: [], institutions: 0, residents: null, home: null })

    expect(compareAreas([township], 'sessions', 'host')[0]).toMatchObject({ below: false, home: null, perCounty: null, perInstitution: null, perResidents: null, counted: false })
    expect(compareAreas([township], 'sessions', 'home')[0]).toMatchObject({ perInstitution: null })
  })

  it('sort by any column, what has no figure last either way', () => {
    const rows = compareAreas([area(1, '乙县', { residents: null }), area(2, '甲县', { residents: 100_000 }), area(3, '丙县', { residents: 400_000 })], 'sessions', 'host')
    const ids = (key: string, descending: boolean) => sortAreas(rows, { key, descending }).map(({ id }) => id)

    expect(ids('perResidents', true)).toEqual([2, 3, 1])
    expect(ids('perResidents', false)).toEqual([3, 2, 1])
    expect(ids('name', false)).toEqual([3, 2, 1])
    expect(ids('host', true)).toEqual([3, 2, 1])
  })
})
