import { describe, expect, it } from 'vitest'
import type { BoardArea } from '../../../../src/domain/board.ts'
import { classOf, quantileClasses } from '../../../../src/features/dashboard/map/classes.ts'
import { readColour } from '../../../../src/features/dashboard/map/map-colours.ts'
import { readableOn, shadeAreas, shadeColour } from '../../../../src/features/dashboard/map/shading.ts'

const area = (id: number, host: number, home: number | null): BoardArea => ({
  id, name: `area ${id}`, level: 'county', code: String(id), county_ids: [id], institutions: 1, residents: null,
  host: { sessions: host, visits: host * 10 }, home: home === null ? null : { sessions: home, visits: home * 10 },
})

describe('classes of a map', () => {
  it('hold about as many areas each, from least to most', () => {
    expect(quantileClasses([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([
      { least: 1, most: 2 }, { least: 3, most: 4 }, { least: 5, most: 6 }, { least: 7, most: 8 }, { least: 9, most: 10 },
    ])
  })

  it('never part equal values', () => {
    expect(quantileClasses([1, 1, 1, 1, 1, 9])).toEqual([{ least: 1, most: 1 }, { least: 9, most: 9 }])
  })

  it('leave nothing out of all of them', () => {
    const classes = quantileClasses([0, 0, 5])

    expect(classes).toEqual([{ least: 5, most: 5 }])
    expect([classOf(classes, 0), classOf(classes, 5)]).toEqual([-1, 0])
    expect(quantileClasses([0, 0])).toEqual([])
  })
})

describe('areas', () => {
  it('are ranked by one side alone', () => {
    const areas = [area(1, 3, 50), area(2, 9, 0)]

    expect(shadeAreas(areas, 'host', 'sessions').areas.map(({ id, value }) => [id, value])).toEqual([[2, 9], [1, 3]])
    expect(shadeAreas(areas, 'home', 'visits').areas.map(({ id, value }) => [id, value])).toEqual([[1, 500], [2, 0]])
  })

  it('without a figure have none, rather than nothing', () => {
    expect(shadeAreas([area(1, 3, null)], 'home', 'sessions').areas[0]).toMatchObject({ value: null, shade: -1 })
  })

  it('are darker the higher their class, and plain without one', () => {
    const colours = { surface: readColour('#ffffff'), herb: readColour('#004020') }
    const reds = [-1, 0, 1, 2, 3, 4].map((shade) => shadeColour(shade, 5, colours)[0])

    expect(reds[0]).toBe(255)
    expect([...reds].sort((a, b) => b - a)).toEqual(reds)
    expect(new Set(reds).size).toBe(6)
  })

  it('are written on in the colour that is read better', () => {
    const [dark, light] = [readColour('#2b231d'), readColour('#fff')]

    expect(readableOn(readColour('#eee'), dark, light)).toBe(dark)
    expect(readableOn(readColour('#123'), dark, light)).toBe(light)
  })
})
