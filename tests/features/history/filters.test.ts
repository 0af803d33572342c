// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { listed } from '../../../src/domain/listed-record.ts'
import { filtersSet, haystackOf, isFound, passes, readFilters, writeFilters } from '../../../src/features/history/filters.ts'
import { documentId, makeHeader, makePayload, places, type ClinicPayload } from '../../make/payload.ts'
import { makeReference } from '../../make/reference.ts'

const reference = makeReference()
const line = (overrides: Partial<ClinicPayload> = {}) => listed(makePayload(overrides), 1)

describe('the address', () => {
  it('keeps every filter and nothing that is not asked', () => {
    const asked = { q: '丰乐 wcx', show: 'sent', kind: 'free_clinic', status: 'approved', period: 'year', area: '520326', organisation: '121' }

    expect(writeFilters(readFilters(asked))).toEqual(asked)
    expect(writeFilters(readFilters({}))).toEqual({})
    expect(filtersSet(readFilters(asked))).toBe(5)
  })

  it('says nothing it does not know', () => {
    expect(writeFilters(readFilters({ show: 'x', kind: 'x', status: 'x', period: 'x', area: '1e3', organisation: ['1'] }))).toEqual({})
  })
})

describe('a search', () => {
  const found = (q: string) => isFound(haystackOf(line(), reference), q)

  it.each(['丰乐', '赶集日', '广场', 'YZ260508', 'yz260508-001', '务川县中医院', 'flz', 'wcxzyy', '丰乐 wcx', ''])('for %s finds', (q) =>
    expect(found(q)).toBe(true))

  it.each(['绍兴', 'sxx', '丰乐 绍兴', '丰镇'])('for %s does not find', (q) => expect(found(q)).toBe(false))
})

describe('a filter', () => {
  const now = new Date('2026-05-20T00:00:00Z')
  const lets = (query: object, overrides: Partial<ClinicPayload> = {}) => passes(line(overrides), readFilters({ ...query }), reference, now)
  const on = (started_at: string | null) => ({ header: makeHeader({ started_at }) })

  it.each([
    [{ kind: 'free_clinic' }, true], [{ status: 'submitted' }, true], [{ status: 'approved' }, false], [{ show: 'open' }, false],
    [{ show: 'sent' }, true], [{ area: String(places.county) }, true], [{ area: String(places.township) }, true], [{ area: '520327' }, false],
    [{ organisation: String(places.hospital) }, true], [{ organisation: '13' }, false], [{ area: String(places.county), status: 'draft' }, false],
  ])('of %o lets a submitted record of 丰乐镇 through: %s', (query, expected) => expect(lets(query)).toBe(expected))

  it('of what is left to do holds drafts and returned records', () => {
    expect([lets({ show: 'open' }, { status: 'draft' }), lets({ show: 'open' }, { status: 'returned' }), lets({ show: 'sent' }, { status: 'returned' })])
      .toEqual([true, true, false])
  })

  it.each(['submitted', 'void'] as const)('of what is left to do holds a %s record that the server refused', (status) => {
    const shown = (show: string, refused: readonly string[]) => passes(line({ status }), readFilters({ show }), reference, now, refused)
    expect([shown('open', [documentId()]), shown('sent', [documentId()]), shown('open', [documentId(2)])]).toEqual([true, false, false])
  })

  it('of the organisation holds every status', () => {
    expect([lets({ show: 'unit' }), lets({ show: 'unit' }, { status: 'returned' })]).toEqual([true, true])
  })

  it('of a period goes by the day in China', () => {
    const month = { period: 'month' }
    expect([lets(month, on('2026-04-30T16:00:00Z')), lets(month, on('2026-04-30T15:59:00Z')), lets(month, on('2026-05-31T15:59:00Z')),
      lets(month, on('2026-05-31T16:00:00Z')), lets(month, on(null))]).toEqual([true, false, true, false, false])
  })
})
