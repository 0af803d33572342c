// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { contextOf, problemsOf } from '../../../src/features/capture/check.ts'
import { authorId, colleagueId, documentId, makeAnswers, makeHeader, makePayload, makePhotoEntry, places } from '../../make/payload.ts'
import { makeOrganisation, makeReference, makeRule } from '../../make/reference.ts'
import { pavilion, pavilionSha256 } from '../../make/visit.ts'

const now = new Date('2026-05-08T05:00:00Z')

describe('what a check knows of the world', () => {
  it('comes from the packs on the device', () => {
    const context = contextOf(makePayload({ photos: [makePhotoEntry()] }), makeReference(), now)

    expect(context).toMatchObject({
      now, photoCount: 1, hostCountyId: places.county, homeCountyId: places.county, distanceToHost: 0,
    })
  })

  it('is the rule of the host area on the day of the start, in China', () => {
    const rules = [makeRule({ value: 1, valid_to: '2026-05-07' }), makeRule({ value: 2, valid_from: '2026-05-08' }),
      makeRule({ value: 5, area_id: 5203, valid_from: '2026-05-09' })]
    const rule = (started_at: string | null) =>
      contextOf(makePayload({ header: makeHeader({ started_at }) }), makeReference({ rules }), now).rule('photo_minimum')

    expect([rule('2026-05-07T15:59:00Z'), rule('2026-05-07T16:00:00Z'), rule('2026-05-08T16:00:00Z'), rule(null)]).toEqual([1, 2, 5, 2])
    expect(contextOf(makePayload(), makeReference(), now).rule('photo_minimum')).toBeNull()
  })

  it('is the minimum of photos of its kind before that of all kinds, with its number in the problem', () => {
    const rules = [makeRule({ value: 0 }), makeRule({ value: 4, area_id: places.county }), makeRule({ code: 'photo_minimum_free_clinic', value: 2, area_id: 52 })]
    const minimum = (kind: 'free_clinic' | 'training_session') => contextOf({ ...makePayload(), kind }, makeReference({ rules }), now).photoMinimum

    expect([minimum('free_clinic'), minimum('training_session')]).toEqual([2, 4])
    expect(contextOf(makePayload(), makeReference(), now).photoMinimum).toBe(0)
    expect(problemsOf(makePayload({ photos: [makePhotoEntry()] }), makeReference({ rules }), now)).toEqual(
      [{ level: 'error', field: 'photos', code: 'too_few_photos', params: { min: 2 } }])
  })

  it('finds a checklist by code, version and hash together, and the organisation of a person', () => {
    const checklists = [{ sha256: pavilionSha256, template: pavilion }]
    const person = { id: authorId, name: '医生', organisation_id: places.hospital, title_level: 'none', category: 'tcm' }
    const context = contextOf(makePayload(), makeReference({ checklists, people: new Map([[authorId, person]]) }), now)

    expect(context.checklist?.('tcm_pavilion', 1, pavilionSha256)).toBe(pavilion)
    expect(context.checklist?.('tcm_pavilion', 2, pavilionSha256)).toBeNull()
    expect(context.checklist?.('tcm_pavilion', 1, '0')).toBeNull()
    expect([context.organisationOf?.(authorId), context.organisationOf?.(colleagueId)]).toEqual([places.hospital, null])
  })

  it('is whether the record was handed in before: it is amended, was returned, its amendment was refused, or it stands for another', () => {
    const handedIn = (overrides: Parameters<typeof makePayload>[0]) => contextOf(makePayload(overrides), makeReference(), now).handedIn

    expect(handedIn({ status: 'draft', sealed: null })).toBe(false)
    expect(handedIn({ status: 'draft', sealed: null, replaces: documentId(9) })).toBe(true)
    expect([handedIn({ status: 'submitted' }), handedIn({ status: 'returned' }), handedIn({ status: 'draft', amend_reason: '漏记一项' })]).toEqual([true, true, true])
  })

  it('says nothing of what the packs do not hold', () => {
    const empty = makeReference({ areas: new Map(), organisations: new Map() })

    expect(contextOf(makePayload(), empty, now)).toMatchObject({ hostCountyId: null, homeCountyId: null, distanceToHost: null })
  })

  it('measures the distance only between two known places', () => {
    const away = makeReference({ organisations: new Map([[places.townshipHospital, makeOrganisation({ lng: 107.9, lat: null })]]) })
    const here = { ...makeHeader().position, lng: null }

    expect(contextOf(makePayload(), away, now).distanceToHost).toBeNull()
    expect(contextOf(makePayload({ header: makeHeader({ position: here }) }), makeReference(), now).distanceToHost).toBeNull()
  })
})

describe('the problems of a record', () => {
  it('are those of its header, then of its kind', () => {
    const payload = makePayload({ header: makeHeader({ title: '' }), answers: makeAnswers({ purpose: '' }) })

    expect(problemsOf(makePayload(), makeReference(), now)).toEqual([])
    expect(problemsOf(payload, makeReference(), now).map(({ field }) => field)).toEqual(['header.title', 'answers.purpose'])
  })
})
