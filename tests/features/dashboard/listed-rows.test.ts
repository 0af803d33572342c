// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { DocumentId, OrganisationId } from '../../../src/domain/id.ts'
import type { ActivityRow } from '../../../src/domain/reports.ts'
import { isNarrowed, listedRows, organisationName } from '../../../src/features/dashboard/listed-rows.ts'

const row = (id: string, part: Partial<ActivityRow> = {}): ActivityRow => ({
  id: id as DocumentId, kind: 'free_clinic', status: 'submitted', title: id, started_at: '2026-05-01T01:00:00Z', host_area_name: '甲镇',
  organisation_id: 2 as OrganisationId, organisation_name: '中医院', sessions: 1, visits: 30, photo_count: 0, photos_verified: 0, lng: null, lat: null, ...part,
})
const rows = [
  row('a'), row('b', { organisation_id: 3 as OrganisationId }), row('c', { status: 'approved' }), row('d', { kind: 'training_session' }),
]
const ids = (found: readonly ActivityRow[]) => found.map(({ id }) => id as string)
const all = { kind: null, status: 'all', organisation: null } as const

describe('the list of records', () => {
  it('has what its filters ask for, the organisation among them', () => {
    expect(ids(listedRows(rows, all))).toEqual(['a', 'b', 'c', 'd'])
    expect(ids(listedRows(rows, { ...all, organisation: 3 }))).toEqual(['b'])
    expect(ids(listedRows(rows, { kind: 'free_clinic', status: 'approved', organisation: 2 }))).toEqual(['c'])
  })

  it('has nobody’s records where an answer of an older version does not say whose they are', () => {
    const { organisation_id: _, ...old } = row('e')
    expect(listedRows([old], { ...all, organisation: 2 })).toEqual([])
  })

  it('says whether it leaves anything out', () => {
    expect(isNarrowed(all)).toBe(false)
    for (const part of [{ kind: 'free_clinic' }, { status: 'approved' as const }, { organisation: 3 }]) expect(isNarrowed({ ...all, ...part })).toBe(true)
  })
})

describe('an organisation’s name', () => {
  it('is as the device knows it, else as a record of its own says it', () => {
    expect(organisationName(rows, 3, '乙县中医院')).toBe('乙县中医院')
    expect(organisationName(rows, 3, undefined)).toBe('中医院')
    expect([organisationName(rows, 4, undefined), organisationName(rows, null, undefined)]).toEqual([null, null])
  })
})
