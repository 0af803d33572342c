// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { organisationHeaderOf, personHeaderOf, readOrganisations, readPeople } from '../../../src/features/people/import/rows.ts'
import type { Cell } from '../../../src/fields/spreadsheet/workbook.ts'

const sheetOf = (headerOf: typeof personHeaderOf, head: readonly Cell[], ...rows: readonly (readonly Cell[])[]) => {
  const columns = headerOf(head)
  if (!columns) throw new Error('no header')
  return { columns, rows: rows.map((cells, n) => ({ line: n + 2, cells })) }
}
const words = (rows: readonly { line: number; problem: string | null; found: string }[]) =>
  rows.map(({ line, problem, found }) => [line, problem, found].filter((each) => each !== null && each !== '').join(' '))

describe('a header', () => {
  it('is a row with a column of names, under any of the words for it', () => {
    expect(personHeaderOf(['序号', ' 姓 名*', '工作单位（全称）', '职称'])).toEqual({ name: 1, org: 2, title: 3 })
    expect(personHeaderOf(['序号', '职称'])).toBeNull()
    expect(organisationHeaderOf(['单位', '类别', '所在县', '乡镇'])).toEqual({ name: 0, kind: 1, county: 2, township: 3 })
  })
})

describe('rows of people', () => {
  const known = new Map([['某县中医院', 1], ['某镇卫生院', 2]])
  const head = ['姓名', '单位', '职称', '类别']

  it('are taken with what they say, or with their one organisation', () => {
    const rows = readPeople(sheetOf(personHeaderOf, head, [' 岑 白术 ', '某县 中医院', '副主任医师', '蒙医'], ['钟地黄', '', null, '']), known, 2)

    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ['岑白术', { organisation_id: 1, title_level: 'associate_senior', category: 'ethnic' }],
      ['钟地黄', { organisation_id: 2, title_level: 'none', category: 'tcm' }],
    ])
  })

  it('name what is wrong with each, and keep nothing of one with a number', () => {
    const rows = readPeople(sheetOf(personHeaderOf, head,
      ['', '某县中医院'], ['岑白术', ''], ['岑白术', '某院'], ['岑白术', '某县中医院', '大师'], ['岑白术', '某县中医院', '', '厨师'],
      ['岑13800138000', '某县中医院'], ['长'.repeat(41), '某县中医院'], ['岑白术', '某县中医院'], ['岑白术', '某县中医院'], ['岑白术', '某镇卫生院']), known, null)

    expect(words(rows)).toEqual(['2 nameMissing', '3 orgMissing', '4 org 某院', '5 title 大师', '6 category 厨师', '7 personalNumber',
      `8 nameTooLong ${'长'.repeat(40)}`, '9', '10 twice', '11'])
    expect(rows[5]?.name).toBe('')
  })
})

describe('rows of organisations', () => {
  const areas = { counties: new Map([['甲县', 11], ['乙县', 12]]), onlyCounty: null, township: (county: number, name: string) => (county === 11 && name === '丰镇' ? 111 : null) }
  const head = ['名称', '类型', '县', '乡镇']

  it('are read with their kind, from the name where it is not said', () => {
    const rows = readOrganisations(sheetOf(organisationHeaderOf, head, ['丰镇中心卫生院', '', '甲县', '丰镇'], ['甲县蒙医医院', '', '甲县'],
      ['某社区卫生服务站', '', '乙县'], ['某中心', '妇幼保健机构', '乙县'], ['甲县卫生健康局', '', '甲县'], ['甲县人民医院', '', '甲县']), areas)

    expect(rows.map(({ value }) => value && [value.kind, value.level, value.county_id, value.township_id])).toEqual([
      ['township_hospital', 'township', 11, 111], ['tcm_hospital', 'county', 11, null], ['community_health_station', 'village', 12, null],
      ['mch_institution', 'county', 12, null], ['health_commission', 'county', 11, null], ['general_hospital', 'county', 11, null]])
  })

  it('name what is wrong with each', () => {
    const rows = readOrganisations(sheetOf(organisationHeaderOf, head, ['院', '卫生院', '甲县'], ['某某商店', '', '甲县'], ['丰镇卫生院', '', '丙县'],
      ['丰镇卫生院', '', ''], ['丰镇卫生院', '', '乙县', '丰镇'], ['丰镇卫生院', '', '甲县'], ['丰镇卫生院', '', '甲县']), areas)

    expect(words(rows)).toEqual(['2 nameMissing', '3 kind 某某商店', '4 county 丙县', '5 county', '6 township 丰镇', '7', '8 twice'])
    expect(readOrganisations(sheetOf(organisationHeaderOf, head, ['丰镇卫生院', '', '']), { ...areas, onlyCounty: 12 })[0]?.value?.county_id).toBe(12)
  })
})
