// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { countedKinds } from '../../../src/features/dashboard/counted-kinds.ts'
import { questionOf, readScope, scopeDays, widestScope, withScope, writeScope } from '../../../src/features/dashboard/scope.ts'

const now = new Date('2026-05-08T01:00:00Z')

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
    const narrow = { area: 520326, period: 'year', months: null, kind, status: 'approved', side: 'home', organisation: 12 } as const
    const months = { ...widestScope, months: { from: '2025-01', to: '2025-06' } }

    expect(readScope(writeScope(narrow))).toEqual(narrow)
    expect(readScope(writeScope(months))).toEqual(months)
    expect(writeScope({ ...months, period: 'year' })).toEqual({ from: '2025-01', to: '2025-06' })
  })

  it('takes the months in whichever order they stand', () => {
    expect(readScope({ from: '2025-06', to: '2025-01' }).months).toEqual({ from: '2025-01', to: '2025-06' })
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
    expect(countedKinds).toEqual(['free_clinic', 'tour_stop', 'training_session', 'supervision_visit'])
  })
})
