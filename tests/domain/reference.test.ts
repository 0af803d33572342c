// @vitest-environment node
import { expect, it } from 'vitest'
import { countyOf, managingLine, type Area } from '../../src/domain/reference.ts'

const area = (id: number, level: Area['level'], statutory_parent: number | null, managing_parent = statutory_parent): [number, Area] =>
  [id, { id, level, name: String(id), statutory_parent, managing_parent }]
const areas = new Map([
  area(1, 'country', null), area(13, 'province', 1), area(1306, 'prefecture', 13),
  // 定州: in the prefecture by its code, led by the province.
  area(130682, 'county', 1306, 13), area(130682101, 'township', 130682),
  area(7, 'county', 8), area(8, 'county', 7),
])

it('follows who manages an area up to the country', () => {
  expect(managingLine(areas, 130682101)).toEqual([130682101, 130682, 13, 1])
  expect([managingLine(areas, null), managingLine(areas, 999)]).toEqual([[], []])
})

it('ends where two areas name each other', () => {
  expect(managingLine(areas, 7)).toEqual([7, 8])
})

it('finds the county that holds an area', () => {
  expect([130682101, 130682, 1306, 1, 999, null].map((id) => countyOf(areas, id))).toEqual([130682, 130682, null, null, null, null])
})
