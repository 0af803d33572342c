import { describe, expect, it } from 'vitest'
import { joinShapes } from '../../../supabase/reference/outline-join.ts'
import type { SourceShape } from '../../../supabase/reference/outline-source.ts'

const makeShape = (code: string, name: string, prefecture = code.slice(0, 4)): SourceShape =>
  ({ code, name, prefecture, datum: 'gcj02', geometry: { type: 'Polygon', coordinates: [] } })
const makeCounty = (code: string, name: string) => ({ id: code, code, name })

describe('joining shapes to counties', () => {
  it('follows an alias of a county that went over whole, and unites the two', () => {
    const joined = joinShapes(
      [makeCounty('330105', '拱墅区')], [makeShape('330103', '下城区'), makeShape('330105', '拱墅区')], new Map(),
    )

    expect(joined.shapes.get(330105)?.map(({ code }) => code)).toEqual(['330103', '330105'])
    expect(joined.missing).toEqual([])
  })

  it('does not follow an alias of a part', () => {
    const joined = joinShapes([makeCounty('330102', '上城区')], [makeShape('330104', '江干区')], new Map())

    expect(joined.missing).toEqual([{ id: 330102, name: '上城区', reason: 'not in the source' }])
    expect(joined.unplaced.map(({ name }) => name)).toEqual(['江干区'])
  })

  it('takes a shape without a code by its name, within its prefecture only', () => {
    const counties = [makeCounty('130105', '新华区'), makeCounty('130902', '新华区')]
    const joined = joinShapes(counties, [makeShape('', '新华区', '1309')], new Map())

    expect([...joined.shapes.keys()]).toEqual([130902])
  })

  it('reports a county whose border moved as missing, not as drawn', () => {
    const joined = joinShapes(
      [makeCounty('330109', '萧山区')], [makeShape('330109', '萧山区')], new Map([['330109', 'lost a part']]),
    )

    expect(joined.shapes.size).toBe(0)
    expect(joined.missing).toEqual([{ id: 330109, name: '萧山区', reason: 'lost a part' }])
    expect(joined.unplaced).toEqual([])
  })
})
