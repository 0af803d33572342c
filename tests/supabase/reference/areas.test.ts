import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { kindsByLevel, levels, type Level } from '../../../supabase/reference/area-kinds.ts'
import { countryId, xionganId } from '../../../supabase/reference/area-row.ts'
import { repositoryPath } from '../../../supabase/reference/cache.ts'
import { readTsv } from '../../../supabase/reference/tsv.ts'

const path = repositoryPath('supabase', 'reference', 'areas.tsv')
const areas = readTsv(path)
const byId = new Map(areas.map((area) => [Number(area['id']), area]))
const above: Readonly<Record<Level, readonly Level[]>> = {
  country: [],
  province: ['country'],
  prefecture: ['province'],
  county: ['province', 'prefecture'],
  township: ['county'],
}

describe('the area table', () => {
  it.each([['13', 167, 11], ['33', 90, 11], ['52', 88, 9], ['15', 103, 12]])(
    'has every county and prefecture of province %s',
    (province, counties, prefectures) => {
      const count = (level: Level) => areas
        .filter((area) => area['level'] === level && area['code']?.startsWith(province)).length

      expect(count('county')).toBe(counties)
      expect(count('prefecture')).toBe(prefectures)
    },
  )

  it('has 6 384 townships, and none only under 龙港市, which by law has none', () => {
    const townships = areas.filter(({ level }) => level === 'township')
    const parents = new Set(townships.map((township) => township['statutory_parent']))
    const without = areas.filter(({ level, id = '' }) => level === 'county' && !parents.has(id))

    expect(townships).toHaveLength(6384)
    expect(without.map(({ name }) => name)).toEqual(['龙港市'])
  })

  it('has unique ids that are the number of the code, where there is a code', () => {
    expect(byId.size).toBe(areas.length)
    for (const { id, code } of areas) {
      if (code !== '') expect(id).toBe(code)
    }
    expect(areas.filter(({ code }) => code === '').map(({ id }) => Number(id))).toEqual([countryId, xionganId])
  })

  it('hangs every area under existing parents of a higher level', () => {
    for (const { id, level, statutory_parent: statutory, managing_parent: managing } of areas) {
      if (Number(id) === countryId) continue
      for (const parent of [statutory, managing]) {
        const higher = byId.get(Number(parent))?.['level'] as Level | undefined
        expect(above[level as Level], `${id} under ${parent}`).toContain(higher)
      }
    }
  })

  it('keeps 定州, 辛集 and 雄安新区 in their own reporting lines, and every other area in that of its code', () => {
    const line = (id: number) => [byId.get(id)?.['statutory_parent'], byId.get(id)?.['managing_parent']]
    const apart = areas.filter((area) => area['statutory_parent'] !== area['managing_parent'])

    expect(line(130682)).toEqual(['130600', '130000'])
    expect(line(130181)).toEqual(['130100', '130000'])
    expect(line(xionganId)).toEqual(['130000', '130000'])
    for (const county of [130629, 130632, 130638]) expect(line(county)).toEqual(['130600', String(xionganId)])
    expect(apart).toHaveLength(5)
  })

  it('has no functional zone and no township of one', () => {
    const zoned = areas.filter(({ code = '', level }) =>
      level !== 'prefecture' && code.length >= 6 && code.charAt(4) === '7')

    expect(zoned).toEqual([])
    expect(byId.has(130390)).toBe(false)
    expect(byId.has(131090)).toBe(false)
  })

  it('uses only the listed levels and kinds, and known traditions', () => {
    for (const { id, level, kind, tradition_label: label } of areas) {
      expect(levels, id).toContain(level)
      expect(kindsByLevel[level as Level], id).toContain(kind)
      expect(level === 'township' ? [''] : ['tcm', 'mongolian'], id).toContain(label)
    }
  })

  it('names streets, sumus and banners for what they are', () => {
    const kind = (id: number) => byId.get(id)?.['kind']

    expect(kind(150421)).toBe('banner')
    expect(kind(150421404)).toBe('street')
    expect(kind(150421202)).toBe('sumu')
    expect(kind(150421400)).toBe('zone')
    expect(kind(520326)).toBe('autonomous_county')
    expect(kind(520203)).toBe('special_district')
  })

  it('gives no two counties of a prefecture, and no county and its prefecture, the same short name', () => {
    const names = areas.filter(({ level }) => level === 'county' || level === 'prefecture')
      .map(({ code = '', name_short: short }) => `${code.slice(0, 4)} ${short}`)

    expect(new Set(names).size).toBe(names.length)
  })

  it('is sorted by level and id, and small', () => {
    const order = areas.map(({ level, id }) => levels.indexOf(level as Level) * 1e9 + Number(id))

    expect(order).toEqual([...order].sort((one, other) => one - other))
    expect(gzipSync(readFileSync(path)).length).toBeLessThan(120_000)
  })
})

describe('the alias table', () => {
  const aliases = readTsv(repositoryPath('supabase', 'reference', 'area-aliases.tsv'))

  it('leads from a code that is gone, or was split, to a county of today', () => {
    for (const { old_code: before, new_code: after, extent } of aliases) {
      expect(byId.get(Number(after))?.['level'], after).toBe('county')
      if (extent === 'whole') expect(byId.has(Number(before)), before).toBe(false)
    }
  })

  it('says of every code whether it went over whole, and never sends a whole one to two places', () => {
    const whole = aliases.filter(({ extent }) => extent === 'whole').map((alias) => alias['old_code'])

    for (const { extent } of aliases) expect(['whole', 'part']).toContain(extent)
    for (const code of whole) expect(aliases.filter((alias) => alias['old_code'] === code)).toHaveLength(1)
  })

  it('dates a change by a day or not at all', () => {
    for (const { from_date: date } of aliases) expect(date).toMatch(/^(\d{4}-\d{2}-\d{2})?$/)
  })
})
