// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { BlankSpot } from '../../../src/domain/blank-spot.ts'
import type { PlanId } from '../../../src/domain/id.ts'
import { filterSpots, plannedKind, plansOf, readSpotFilter } from '../../../src/features/dashboard/blank-spots/trip.ts'
import { meets } from '../../../src/features/dashboard/indicators/target.ts'

const spot = (key: string, part: Partial<BlankSpot> = {}): BlankSpot => ({
  key, what: 'institution', area_id: 9, area_name: '涪洋镇', county_id: 8, county_name: '务川', organisation_id: 5, name: key, level: 'township',
  lng: null, lat: null, kind: 'supervision_visit', last_on: null, due_on: null, state: 'never', rule: null, ...part,
})

describe('the next trip', () => {
  it('is a plan for each spot, on one day and by one organisation', () => {
    let next = 0
    const plans = plansOf([spot('a'), spot('b', { what: 'area', organisation_id: null, kind: 'tour_stop', state: 'due' }), spot('c', { kind: 'unheard_of' })], {
      day: '2026-06-01', organisation: 3, note: ({ state }) => state, makeId: () => `plan ${(next += 1)}` as PlanId,
    })

    expect(plans).toEqual([
      { id: 'plan 1', kind: 'supervision_visit', planned_on: '2026-06-01', organisation_id: 3, team: [], area_id: 9, recipient_org_id: 5, place_name: '', note: 'never' },
      { id: 'plan 2', kind: 'circuit_tour', planned_on: '2026-06-01', organisation_id: 3, team: [], area_id: 9, recipient_org_id: null, place_name: '', note: 'due' },
    ])
  })

  it('plans the kind that people start', () => {
    expect([plannedKind('tour_stop'), plannedKind('circuit_tour'), plannedKind('free_clinic'), plannedKind('party')])
      .toEqual(['circuit_tour', 'circuit_tour', 'free_clinic', null])
  })
})

describe('blank spots', () => {
  it('are narrowed by state and by what they are', () => {
    const rows = [spot('a'), spot('b', { what: 'area' }), spot('c', { state: 'due' })]
    const keys = (query: object) => filterSpots(rows, readSpotFilter({ ...query })).map(({ key }) => key)

    expect(keys({})).toEqual(['a', 'b', 'c'])
    expect(keys({ what: 'area' })).toEqual(['b'])
    expect(keys({ what: 'institution', state: 'never' })).toEqual(['a'])
    expect(keys({ what: 'person', state: 'fine' })).toEqual(['a', 'b', 'c'])
  })
})

describe('a target', () => {
  const target = { code: '', operator: '>=', value: 80, unit: 'percent', source: '', source_quote: '', verified: true } as const

  it('is met or not, and neither without a value or a rule', () => {
    expect(meets({ value: 80 }, target)).toBe(true)
    expect(meets({ value: 79.9 }, target)).toBe(false)
    expect(meets({ value: 79.9 }, { ...target, operator: '<=' })).toBe(true)
    expect(meets({ value: 80 }, { ...target, operator: '=' })).toBe(true)
    expect([meets({ value: null }, target), meets({ value: 3 }, null)]).toEqual([null, null])
  })
})
