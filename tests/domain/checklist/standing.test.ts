// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { ownChecklist, standingChecklists } from '../../../src/domain/checklist/standing.ts'
import { makeItem, makeTemplate } from '../../make/checklist.ts'

const shipped = (code: string, version: number) => ({ sha256: `${code}-${version}`, template: makeTemplate([makeItem('a')], { code, version }) })
const own = (code: string, area_id: number, version: number, made_from = 1) => ({ sha256: `${code}-of-${area_id}-${version}`,
  template: { ...makeTemplate([makeItem('a')], { code: `${code}_${area_id}`, version }), own: { area_id, code, version: made_from, sha256: '' } } })
const [province, prefecture, county] = [52, 5203, 520326]
const line = [county, prefecture, province]

describe('the checklists that hold at a place', () => {
  const at = (lists: Parameters<typeof standingChecklists>[0], areas: readonly number[] = line) =>
    standingChecklists(lists, areas).map(({ sha256 }) => sha256)

  it('are the shipped ones where nobody set weights', () => {
    expect(at([shipped('hall', 1), shipped('hall', 2), shipped('pavilion', 1)])).toEqual(['hall-2', 'pavilion-1'])
  })

  it('have the weights of the county before those of the prefecture, and these before the province\'s', () => {
    const lists = [shipped('hall', 1), shipped('pavilion', 1), own('hall', province, 1), own('hall', prefecture, 1), own('hall', county, 1)]

    expect(at(lists)).toEqual(['hall-of-520326-1', 'pavilion-1'])
    expect(at(lists, [520327, prefecture, province])).toEqual(['hall-of-5203-1', 'pavilion-1'])
    expect(at(lists, [520400, province])).toEqual(['hall-of-52-1', 'pavilion-1'])
    expect(at(lists, [130682])).toEqual(['hall-1', 'pavilion-1'])
    expect(at(lists, [])).toEqual(['hall-1', 'pavilion-1'])
  })

  it('are the newest version of the nearest area, whatever those above have', () => {
    expect(at([shipped('hall', 1), own('hall', county, 2), own('hall', county, 10), own('hall', province, 11)])).toEqual(['hall-of-520326-10'])
  })

  it('leave out weights of an older version than is shipped, and go to those above that are of it', () => {
    const lists = [shipped('hall', 1), shipped('hall', 2), own('hall', county, 3, 1)]

    expect(at(lists)).toEqual(['hall-2'])
    expect(at([...lists, own('hall', province, 1, 2)])).toEqual(['hall-of-52-1'])
    expect(ownChecklist(lists, 'hall', line)?.sha256).toBe('hall-of-520326-3')
  })

  it('take weights of a newer version than is here: packs arrive one by one', () => {
    expect(at([shipped('hall', 1), own('hall', county, 1, 2)])).toEqual(['hall-of-520326-1'])
  })
})
