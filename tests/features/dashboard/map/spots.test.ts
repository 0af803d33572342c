import { describe, expect, it } from 'vitest'
import type { BlankSpot, BlankSpots } from '../../../../src/domain/blank-spot.ts'
import { shadeSpots, spotMarks } from '../../../../src/features/dashboard/map/spot-shades.ts'

const none = { never: 0, overdue: 0, due: 0, fine: 0, none: 0 }
const area = (id: number, institution: Partial<typeof none>): BlankSpots['areas'][number] =>
  ({ id, name: `area ${id}`, county_ids: [id], area: none, institution: { ...none, ...institution } })
const spot = (key: string, part: Partial<BlankSpot>): BlankSpot => ({
  key, what: 'institution', area_id: 1, area_name: '', county_id: 1, county_name: '', organisation_id: 1, name: key, level: 'county',
  lng: 107.9, lat: 28.5, kind: '', last_on: null, due_on: null, state: 'never', rule: null, ...part,
})

describe('blank areas', () => {
  it('are shaded by the share that nobody came to in time, of what is asked for', () => {
    const shades = shadeSpots({ areas: [
      area(1, { never: 1, overdue: 1, fine: 2, none: 90 }), area(2, { fine: 5, due: 1 }), area(3, { none: 4 }), area(4, { never: 3 }),
    ] }, 'institution')

    expect(shades.map(({ share, shade }) => [share, shade])).toEqual([[50, 2], [0, -1], [null, -2], [100, 4]])
  })

  it('are shaded by institutions and by frequency rules apart', () => {
    expect(shadeSpots({ areas: [area(1, { never: 1 })] }, 'area')[0]).toMatchObject({ share: null, shade: -2 })
  })
})

describe('institutions on the map of blank spots', () => {
  it('stand there with their state when they have a position and something is asked of them', () => {
    const marks = spotMarks({ at: '', rows: [
      spot('a', { state: 'fine' }), spot('b', { lng: null, lat: null }), spot('c', { state: 'none' }), spot('d', { state: 'never' }),
    ] })

    expect(marks.ids).toEqual(['a', 'd'])
    expect(marks.kind.map((kind) => marks.kinds[kind])).toEqual(['fine', 'never'])
    expect([marks.placed, marks.unplaced]).toEqual([2, 2])
  })
})
