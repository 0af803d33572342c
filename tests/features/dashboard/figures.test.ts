// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { figureHeaderOf, pastedSheet, readFigures } from '../../../src/features/dashboard/indicators/import/rows.ts'

const usual = { year: 2025, source: '统计公报' }
const read = (text: string) => {
  const sheet = pastedSheet(text)
  return sheet && readFigures(sheet, usual)
}

describe('figures about areas', () => {
  it('are found by their header, whatever stands above it', () => {
    expect(figureHeaderOf(['地区', '行政区划代码（6位）', '常住人口(人)'])).toEqual({ code: 1, residents: 2 })
    expect(figureHeaderOf(['地区代码', '年份'])).toBeNull()
    expect(figureHeaderOf(['常住人口', '乡村医生数'])).toBeNull()
    expect(pastedSheet('随便\n写的')).toBeNull()
  })

  it('are up to two a row, with year and source of their own or as said for all', () => {
    expect(read('一览表\n地区代码\t年份\t常住人口\t注册乡村医生数\t来源\n520326\t2024年\t312,000\t420\t县卫健局\n520325\t\t250000\t\t')).toEqual([
      { line: 3, problem: null, figure: { area_code: '520326', figure: 'residents', year: 2024, value: 312000, source: '县卫健局' } },
      { line: 3, problem: null, figure: { area_code: '520326', figure: 'village_doctors', year: 2024, value: 420, source: '县卫健局' } },
      { line: 4, problem: null, figure: { area_code: '520325', figure: 'residents', year: 2025, value: 250000, source: '统计公报' } },
    ])
  })

  it('tell what is wrong with a line', () => {
    const problems = (text: string, source = '统计公报') =>
      readFigures(pastedSheet(`代码\t年\t人口\n${text}`) as NonNullable<ReturnType<typeof pastedSheet>>, { ...usual, source }).map(({ problem }) => problem)

    expect(problems('5203\t2025\t7')).toEqual([null])
    expect(problems('52032\t2025\t7')).toEqual(['code'])
    expect(problems('520326\t1999\t7')).toEqual(['year'])
    expect(problems('520326\t2025\t约三十万')).toEqual(['value'])
    expect(problems('520326\t2025\t-5')).toEqual(['value'])
    expect(problems('520326\t2025\t7', ' ')).toEqual(['source'])
    expect(problems('520326\t2025\t')).toEqual([])
  })
})
