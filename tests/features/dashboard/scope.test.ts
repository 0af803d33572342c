// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { activityKinds } from '../../../src/domain/activity.ts'
import { countedKinds } from '../../../src/kinds/counted.ts'
import { childKindOf, kindModels, pieceKindOf } from '../../../src/kinds/models.ts'
import { changeScope, monthsAmong, questionOf, readScope, scopeDays, scopeOn, totalsScope, widestScope, withScope, writeScope } from '../../../src/features/dashboard/scope.ts'

const now = new Date('2026-05-08T01:00:00Z')

describe('months chosen of others', () => {
  const all = ['2026-01', '2026-02', '2026-03', '2026-04']

  it('are those that both have', () => {
    expect(monthsAmong(all, { from: '2026-02', to: '2026-03' })).toEqual({ from: '2026-02', to: '2026-03' })
    expect(monthsAmong(all, { from: '2025-02', to: '2026-01' })).toEqual({ from: '2026-01', to: '2026-01' })
  })

  it('are none where they are all, or none of them', () => {
    expect(monthsAmong(all, { from: '2025-12', to: '2026-04' })).toBeNull()
    expect(monthsAmong(all, { from: '2025-02', to: '2025-12' })).toBeNull()
    expect(monthsAmong(all, null)).toBeNull()
    expect(monthsAmong([], { from: '2026-01', to: '2026-02' })).toBeNull()
  })
})

describe('a scope', () => {
  it('is as wide as can be where the address says nothing, or nonsense', () => {
    expect(readScope({})).toEqual(widestScope)
    expect(readScope({ area: '-3', period: 'age', kind: 'party', status: 'draft', side: 'left', organisation: '1e3', from: '2026-13', to: '2026-01' }))
      .toEqual(widestScope)
    expect(readScope({ area: ['1', '2'], kind: null })).toEqual(widestScope)
    expect(writeScope(widestScope)).toEqual({})
  })

  it('is read as it was written', () => {
    const [kind = null] = countedKinds
    const narrow = { area: 520326, period: 'year', months: null, kind, status: 'approved', side: 'home', organisation: 12, shown: null } as const
    const months = { ...widestScope, months: { from: '2025-01', to: '2025-06' } }

    expect(readScope(writeScope(narrow))).toEqual(narrow)
    expect(readScope(writeScope(months))).toEqual(months)
    expect(writeScope({ ...months, period: 'year' })).toEqual({ from: '2025-01', to: '2025-06' })
  })

  it('takes the months in whichever order they stand', () => {
    expect(readScope({ from: '2025-06', to: '2025-01' }).months).toEqual({ from: '2025-01', to: '2025-06' })
  })

  it('says the months that the map shows of those asked for, and nothing where they make no sense', () => {
    const one = { ...widestScope, period: 'year', shown: { from: '2026-02', to: '2026-04' } } as const

    expect(writeScope(one)).toEqual({ period: 'year', shown: '2026-02_2026-04' })
    expect(readScope(writeScope(one))).toEqual(one)
    expect(readScope({ shown: '2026-04_2026-02' }).shown).toEqual(one.shown)
    for (const shown of ['2026-02', '2026-02_', '_2026-02', '2026-02_2026-13']) expect(readScope({ shown }).shown).toBeNull()
  })

  it('forgets the months shown where others are asked for', () => {
    const one = { ...widestScope, shown: { from: '2026-02', to: '2026-04' } }

    expect(changeScope(one, { status: 'approved', months: null }).shown).toEqual(one.shown)
    expect(changeScope(one, { period: 'year', months: null }).shown).toBeNull()
    expect(changeScope(one, { months: { from: '2026-02', to: '2026-04' } }).shown).toBeNull()
    expect(changeScope(one, { shown: null }).shown).toBeNull()
  })

  it('has on no page but the map what narrows the map alone', () => {
    const one = { ...widestScope, area: 7, side: 'home', status: 'approved', organisation: 12, shown: { from: '2026-02', to: '2026-04' } } as const

    expect(scopeOn('map', one)).toBe(one)
    for (const page of ['board', 'indicators', 'blank-spots'])
      expect(writeScope(scopeOn(page, one))).toEqual({ area: '7', side: 'home', status: 'approved' })
    expect(totalsScope(one)).toEqual({ ...widestScope, status: 'approved' })
  })

  it('leaves the rest of an address as it is', () => {
    expect(withScope({ cards: 'trend', area: '1', status: 'approved' }, { ...widestScope, area: 2 })).toEqual({ cards: 'trend', area: '2' })
  })

  it('asks about whole months', () => {
    expect(scopeDays({ ...widestScope, months: { from: '2023-11', to: '2024-02' } }, now)).toEqual({ from: '2023-11-01', to: '2024-02-29' })
    expect(questionOf({ ...widestScope, period: 'month', side: 'home' }, 7, now))
      .toEqual({ area: 7, from: '2026-05-01', to: '2026-05-31', kind: null, status: 'all' })
  })

  it('may be narrowed to kinds that count for themselves', () => {
    const isFrame = (slug: (typeof activityKinds)[number]) => childKindOf(slug) !== undefined && pieceKindOf(slug) === undefined
    expect(countedKinds).toEqual(activityKinds.filter((slug) => !kindModels[slug].piece && !isFrame(slug)))
    expect(countedKinds).toEqual(['free_clinic', 'tour_stop', 'training_session', 'supervision_visit'])
  })
})
