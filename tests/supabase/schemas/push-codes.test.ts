import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorId, colleagueId, makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload,
  makePhotoEntry, makeSeal, personId, type ClinicPayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage } from './stage.ts'

type Overrides = Partial<Record<keyof ClinicPayload, unknown>>

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const refused = (rows: readonly (readonly [string, Overrides])[]) =>
  it.each(rows)('%s', (code, overrides) => onStage(database, async (stage) => {
    const words = await stage.words('author', [makeParcel(makePayload(overrides as Partial<ClinicPayload>))])

    expect(words).toEqual([`rejected ${code}`])
  }))

const header = (overrides: object): Overrides => ({ header: makeHeader(overrides) })
const answers = (overrides: object): Overrides => ({ answers: makeAnswers(overrides) })
const position = (overrides: object) => header({ position: { ...makeHeader().position, ...overrides } })
const lead = makeParticipant()
const member = makeParticipant({ person_id: colleagueId, role: 'member' })

describe('a push is refused for its frame', () => {
  refused([
    ['payload:version', { v: 2 }],
    ['payload:not_yours', { author_id: personId('dingzhouAuthor') }],
    ['payload:not_yours', { author_id: null }],
    ['payload:kind', { kind: 'beach_party' }],
    ['payload:kind', { answers_version: 2 }],
    ['payload:kind', { answers_version: 0 }],
    ['payload:kind', { answers_version: null }],
    ['payload:status', { status: 'approved' }],
    ['payload:status', { status: null }],
    ['payload:shape', { practice: 'no' }],
    ['payload:shape', { header: [] }],
    ['payload:shape', { answers: null }],
    ['payload:shape', { photos: {} }],
    ['payload:shape', { created_at: 'yesterday' }],
    ['payload:shape', { created_at: '2026-02-30T25:00:00Z' }],
    ['payload:not_sealed', { sealed: null }],
    ['payload:not_sealed', { sealed: { ...makeSeal(), at: '八月' } }],
    ['payload:not_sealed', { status: 'void', sealed: null }],
  ])

  it('payload:envelope', () => onStage(database, async (stage) => {
    const parcel = makeParcel()

    expect(await stage.words('author', [{ ...parcel, revision: 2 }])).toEqual(['rejected payload:envelope'])
    expect(await stage.words('author', [{ ...parcel, id: personId('other') as never }]))
      .toEqual(['rejected payload:envelope'])
  }))
})

describe('a push is refused for its header', () => {
  refused([
    ['header.title:required', header({ title: ' 　\t' })],
    ['header.title:too_short', header({ title: '诊' })],
    ['header.title:too_long', header({ title: '诊'.repeat(81) })],
    ['header.host_area_id:required', header({ host_area_id: null })],
    ['header.host_area_id:required', header({ host_area_id: 520300 })],
    ['header.organisation_id:required', header({ organisation_id: null })],
    ['header.organizer_org_id:required', header({ organizer_org_id: null })],
    ['header.started_at:required', header({ started_at: null })],
    ['header.ended_at:required', header({ ended_at: null })],
    ['header.ended_at:end_before_start', header({ ended_at: '2026-05-08T00:59:59.999Z' })],
    ['header.late_reason:late_reason_required', { sealed: makeSeal({ at: '2026-05-22T16:00:00.000Z' }) }],
    ['header.place_name:required', header({ place_name: '' })],
    ['header.place_name:too_long', header({ place_name: '村'.repeat(81) })],
    ['header.position:position_or_reason', position({ lng: null })],
    ['header.position:off_the_earth', position({ lat: 90.01 })],
    ['header.position:pin_reason_required', position({ fix_source: 'manual_pin' })],
    ['header.position:out_of_range', position({ accuracy_m: 10_001 })],
    ['header.participants:participant_required answers.leader_on_site:not_a_participant', header({ participants: [] })],
    ['header.participants:exactly_one_lead', header({ participants: [lead, { ...member, role: 'lead' }] })],
    ['header.participants:exactly_one_lead', header({ participants: [{ ...lead, role: 'recorder' }] })],
    ['header.participants:person_twice', header({ participants: [lead, { ...lead, role: 'member' }] })],
    ['header.summary:too_long', header({ summary: '义'.repeat(1001) })],
    ['photos:too_many_photos', { photos: Array.from({ length: 21 }, (_, n) => makePhotoEntry(`${n}`)) }],
  ])
})

describe('a push is refused for too few photos', () => {
  const rule = `insert into app.rules (code, area_id, valid_from, operator, value, unit, source, source_quote, verified) values
    ('photo_minimum_free_clinic', 520300, '2026-05-01', '>=', 2, 'photos', '示例文件', '每场义诊现场照片不少于 2 张', false),
    ('photo_minimum_training_session', null, '2001-01-01', '>=', 9, 'photos', '示例文件', '每期培训照片不少于 9 张', false)`
  const withPhotos = (count: number, overrides: Overrides = {}) =>
    makeParcel(makePayload({ photos: Array.from({ length: count }, (_, n) => makePhotoEntry(`${n}`)), ...(overrides as Partial<ClinicPayload>) }))

  it.each<[string, number, Overrides, string]>([
    ['below the minimum of its kind, which it names', 1, {}, 'rejected photos:too_few_photos:2'],
    ['not with as many as are asked for', 2, {}, 'applied'],
    ['not on a day before the rule', 0, header({ started_at: '2026-04-30T01:00:00.000Z', late_reason: '手机送修' }), 'applied'],
    ['not as a draft', 0, { status: 'draft', sealed: null }, 'applied'],
  ])('%s', (_name, count, overrides, word) => onStage(database, async (stage) => {
    await (await stage.owner()).exec(rule)

    expect(await stage.words('author', [withPhotos(count, overrides)])).toEqual([word])
  }))

  it('not by the rule that is shipped', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [withPhotos(0)])).toEqual(['applied'])
  }))
})

describe('a push is refused for its answers', () => {
  refused([
    ['answers.purpose:required', answers({ purpose: '　' })],
    ['answers.purpose:too_short', answers({ purpose: '医' })],
    ['answers.purpose:too_long', answers({ purpose: '医'.repeat(201) })],
    ['answers.specialties:required', answers({ specialties: [] })],
    ['answers.venue_type:required', answers({ venue_type: null })],
    ['answers.staff_count:required', answers({ staff_count: null })],
    ['answers.staff_count:out_of_range', answers({ staff_count: 501 })],
    ['answers.exam_visits:whole_number', answers({ exam_visits: 1.5 })],
    ['answers.referrals:whole_number', answers({ referrals: '三' })],
    ['answers.medicine_value:two_decimals', answers({ medicine_value: 1.005 })],
    ['answers.fee_waived:out_of_range', answers({ fee_waived: 10_000_000.01 })],
    ['answers.staff_tcm_count:more_than_staff', answers({ staff_tcm_count: 7 })],
    ['answers.exam_visits:more_than_visits', answers({ exam_visits: 153 })],
    ['answers.tcm_technique_visits:more_than_visits', answers({ tcm_technique_visits: 153 })],
    ['answers.referrals:more_than_visits', answers({ referrals: 153 })],
    ['answers.age_60_plus:more_than_visits', answers({ age_60_plus: 153 })],
    ['answers.filings:filing_or_reason', answers({ filings: [] })],
    ['answers.filings.1.authority_org_id:required',
      answers({ filings: [makeFiling(), makeFiling({ authority_org_id: null })] })],
    ['answers.filings.0.filed_on:required', answers({ filings: [makeFiling({ filed_on: null })] })],
    ['answers.filings.0.doc:photo_not_in_record', answers({ filings: [makeFiling({ doc: makePhotoEntry('elsewhere').sha256 })] })],
    ['answers.filings:both_sides_must_file', header({ host_area_id: 520327 })],
    ['answers.charge_free_confirmed:must_confirm', answers({ charge_free_confirmed: false })],
    ['answers.no_sales_confirmed:must_confirm', answers({ no_sales_confirmed: false })],
    ['answers.licensed_staff_verified:must_confirm', answers({ licensed_staff_verified: false })],
    ['answers.leader_on_site:required', answers({ leader_on_site: null })],
    ['answers.leader_on_site:not_a_participant', answers({ leader_on_site: personId('dingzhouAuthor') })],
    ['answers.techniques_shown:unknown_technique', answers({ techniques_shown: ['tcm-05-01', '八段锦'] })],
    ['answers.safety_incident_text:required', answers({ safety_incident: true, safety_incident_text: ' ' })],
  ])
})

describe('a push is refused for its photos', () => {
  const photo = (overrides: object): Overrides => ({ photos: [makePhotoEntry('scene', overrides)] })
  const faults = [
    { sha256: 'ABC' }, { source_sha256: '' }, { type: 'image/svg+xml' }, { bytes: 0 }, { bytes: 8_388_609 },
    { width: 1601 }, { height: null }, { origin: 'web' }, { purpose: 'selfie' }, { consent_state: 'unknown' },
    { origin: 'gallery' }, { taken_at: 'noon' },
  ]
  refused(faults.map((fault) => ['photos:not_sound', photo(fault)] as const))

  it('of a draft too', () => onStage(database, async (stage) => {
    const parcel = makeParcel(makePayload({ status: 'draft', sealed: null, photos: [makePhotoEntry('x', { bytes: 0 })] }))

    expect(await stage.words('author', [parcel])).toEqual(['rejected photos:not_sound'])
  }))
})

describe('a push is taken', () => {
  const taken = (rows: readonly (readonly [string, Overrides])[]) =>
    it.each(rows)('%s', (_, overrides) => onStage(database, async (stage) => {
      expect(await stage.words('author', [makeParcel(makePayload(overrides as Partial<ClinicPayload>))])).toEqual(['applied'])
    }))
  taken([
    ['with everything at its upper limit', {
      ...header({ title: '𠮷'.repeat(80), place_name: '😀'.repeat(80), summary: '义'.repeat(1000),
        position: { ...makeHeader().position, lng: 180, lat: -90, accuracy_m: 10_000 } }),
      ...answers({ purpose: '医'.repeat(200), staff_count: 500, staff_tcm_count: 500, patients_visits: 20_000,
        exam_visits: 20_000, tcm_technique_visits: 20_000, referrals: 20_000, age_60_plus: 20_000, leaflets: 100_000,
        lecture_sessions: 20, lecture_audience: 20_000, medicine_boxes: 100_000, medicine_value: 1_000_000,
        fee_waived: 10_000_000 }),
      photos: Array.from({ length: 20 }, (_, n) => makePhotoEntry(`${n}`)),
    }],
    ['with every optional number left out', answers({ exam_visits: null, tcm_technique_visits: null, referrals: null,
      age_60_plus: null, lecture_sessions: null, lecture_audience: null, medicine_boxes: null, medicine_value: null,
      fee_waived: null, techniques_shown: [] })],
    ['without a position, with a reason', header({ position: { lng: null, lat: null, accuracy_m: null, fix_source: null,
      no_fix_reason: '山谷里没有信号', pin_reason: '' } })],
    ['with a pin set by hand, with a reason', position({ fix_source: 'manual_pin', pin_reason: '室内定位漂移' })],
    ['from the future by a wrong clock', { sealed: makeSeal({ at: '2031-01-01T00:00:00.000Z' }),
      ...header({ started_at: '2031-01-01T00:00:00.000Z', ended_at: '2031-01-01T00:00:00.000Z' }) }],
    ['fourteen days late', { sealed: makeSeal({ at: '2026-05-22T15:59:59.999Z' }) }],
    ['later with a reason', { sealed: makeSeal({ at: '2026-08-01T00:00:00.000Z' }), ...header({ late_reason: '住院' }) }],
    ['held in another county, filed on both sides', { ...header({ host_area_id: 520327 }),
      ...answers({ filings: [makeFiling(), makeFiling({ side: 'host', state: 'pending', filed_on: null })] }) }],
    ['with a filing whose document is among its pictures', { photos: [makePhotoEntry('1'), makePhotoEntry('2')],
      ...answers({ filings: [makeFiling({ doc: makePhotoEntry('2').sha256 })] }) }],
    ['held in another county, exempt', { ...header({ host_area_id: 520327 }), ...answers({ filing_exempt_reason: '政府组织' }) }],
    ['as an empty draft', { status: 'draft', sealed: null, header: {}, answers: {} }],
    ['with a gallery picture that claims no time', { photos: [makePhotoEntry('old', { origin: 'gallery', taken_at: null })] }],
    ['with an author who only drives', { ...header({ participants: [{ ...lead, person_id: colleagueId },
      { ...member, person_id: authorId, role: 'driver' }] }) }],
  ])
})
