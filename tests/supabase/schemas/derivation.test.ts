import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload, makePhotoEntry, makeSeal, colleagueId,
  documentId, authorId, personId, type ClinicPayload } from '../../make/payload.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const photos = [makePhotoEntry('one'), makePhotoEntry('two')]
const first = makeParcel(makePayload({ photos }))
const amend = (stage: Stage, overrides: Partial<ClinicPayload>) =>
  stage.words('author', [makeParcel(makePayload({ revision: 2, photos, ...overrides }), [first.sha256])])

describe('the typed rows of a submitted record', () => {
  it('say what the text says', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    const tx = await stage.owner()

    const [activity] = await tx.query('select * from app.activities')
    expect(activity).toMatchObject({
      id: documentId(), kind: 'free_clinic', status: 'submitted', title: '丰乐镇赶集日中医义诊', short_no: 'YZ260508-001',
      author_id: authorId, host_area_id: 520326101, host_county_id: 520326, home_county_id: 520326, organisation_id: 121,
      organizer_org_id: 121, co_org_ids: [], recipient_org_id: 11010, programme_ids: [],
      started_at: '2026-05-08 01:00:00+00', ended_at: '2026-05-08 04:30:00+00', day: '2026-05-08', late_reason: '',
      place_name: '丰乐镇卫生院门前广场', lng: 107.8891, lat: 28.5312, accuracy_m: 12, fix_source: 'gps', no_fix_reason: '',
      tile_x14: 13_102, tile_y14: 6_836, summary: '为赶集群众免费诊脉、测血压，发放中医养生手册。', visits: 152, staff: 6, leaflets: 200, headline: 152,
      photo_count: 2, photos_verified: 0, flags: [], sealed_at: '2026-05-08 05:10:00+00',
    })
    expect(await tx.query('select * from app.activity_people order by role')).toEqual([
      { activity_id: documentId(), person_id: authorId, role: 'lead', title_level: 'senior', category: 'tcm' },
      { activity_id: documentId(), person_id: colleagueId, role: 'member', title_level: 'intermediate', category: 'nursing' },
    ])
  }))

  it('hold the answers of the kind', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    const tx = await stage.owner()

    const { filings, charge_free_confirmed: _a, no_sales_confirmed: _b, licensed_staff_verified: _c, ...answers } = makeAnswers()
    const [row] = await tx.query<Record<string, unknown>>('select * from app.free_clinics')
    expect({ ...row, medicine_value: Number(row?.['medicine_value']), fee_waived: Number(row?.['fee_waived']) })
      .toEqual({ id: documentId(), ...answers })
    const [filing] = filings
    expect(await tx.query('select * from app.free_clinic_filings')).toEqual([{
      activity_id: documentId(), position: 0, side: 'home', authority_org_id: filing?.authority_org_id, state: 'filed',
      filed_on: '2026-04-15', filing_no: '务卫健备〔2026〕17号', doc: '',
    }])
  }))

  it('put the day by the clock in China', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload({
      header: makeHeader({ started_at: '2026-05-07T16:00:00.000Z' }) }))])

    expect(await valueOf(await stage.owner(), 'select day from app.activities')).toBe('2026-05-08')
  }))

  it('are replaced by an amendment', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    const words = await amend(stage, {
      header: makeHeader({ title: '改期的义诊', host_area_id: 520326102, started_at: '2026-04-30T01:00:00.000Z',
        participants: [makeParticipant()] }),
      answers: makeAnswers({ patients_visits: 99, exam_visits: null, age_60_plus: null, filings: [makeFiling({ state: 'pending', filed_on: null }),
        makeFiling({ side: 'host', filing_no: '二' })] }),
    })

    expect(words).toEqual(['applied'])
    const tx = await stage.owner()
    expect(await tx.query('select title, host_area_id, day, visits from app.activities')).toEqual([
      { title: '改期的义诊', host_area_id: 520326102, day: '2026-04-30', visits: 99 }])
    expect(await tx.query('select patients_visits, exam_visits from app.free_clinics')).toEqual([{ patients_visits: 99, exam_visits: null }])
    expect(await tx.query('select filing_no, filed_on from app.free_clinic_filings order by position')).toEqual([
      { filing_no: '务卫健备〔2026〕17号', filed_on: null }, { filing_no: '二', filed_on: '2026-04-15' }])
    expect(await valueOf(tx, 'select count(*)::int from app.activity_people')).toBe(1)
    expect(await tx.query('select month, host_sessions, host_visits from app.county_rollups where host_sessions <> 0')).toEqual([
      { month: '2026-04-01', host_sessions: 1, host_visits: 99 }])
  }))

  it.each([['draft', { status: 'draft', sealed: null }], ['practice', { practice: true }]] as const)(
    'do not exist for a %s record, nor do totals', (_, overrides) => onStage(database, async (stage) => {
      expect(await stage.words('author', [makeParcel(makePayload({ ...overrides, photos }))])).toEqual(['applied'])

      const tx = await stage.owner()
      for (const table of ['activities', 'free_clinics', 'activity_people', 'county_rollups', 'organisation_rollups']) {
        expect([table, await valueOf(tx, `select count(*)::int from app.${table}`)]).toEqual([table, 0])
      }
      expect(await valueOf(tx, 'select count(*)::int from app.photos where host_county_id is null and scope_organisation_id is null')).toBe(2)
    }))

  it('of practice may name people whom the server has never heard of', () => onStage(database, async (stage) => {
    const header = makeHeader({ participants: [makeParticipant(), makeParticipant({ person_id: personId('typed for practice'), role: 'member' })] })
    const answers = makeTrainingAnswers({ trainers: [makeTrainer({ person_id: personId('another') })], roster: [makeRosterRow({ person_id: personId('a third') })] })

    expect(await stage.words('author', [makeParcel(makePayload({ practice: true, header, photos })),
      makeParcel(makeTrainingPayload({ id: documentId(5), practice: true, header, answers }))])).toEqual(['applied', 'applied'])
  }))
})

describe('flags', () => {
  const bare = { lng: null, lat: null, accuracy_m: null, fix_source: null, no_fix_reason: '没有信号', pin_reason: '' } as const
  it.each([
    ['nothing', { photos }, []],
    ['no photos', {}, ['no_photos']],
    ['late', { photos, sealed: makeSeal({ at: '2026-06-01T00:00:00.000Z' }), header: makeHeader({ late_reason: '补录' }) }, ['late']],
    ['a start after the sealing', { photos, sealed: makeSeal({ at: '2026-05-08T00:54:59.999Z' }) }, ['future_start']],
    ['a clock far ahead', { photos, sealed: makeSeal({ at: '2099-01-01T00:00:00.000Z' }), header: makeHeader({ late_reason: '钟错' }) },
      ['late', 'clock_ahead']],
    ['no position', { photos, header: makeHeader({ position: bare }) }, ['no_position']],
    ['a pin by hand', { photos, header: makeHeader({ position: { ...makeHeader().position, fix_source: 'manual_pin', pin_reason: '室内' } }) },
      ['manual_pin']],
    ['a coarse position', { photos, header: makeHeader({ position: { ...makeHeader().position, accuracy_m: 200.5 } }) }, ['coarse_position']],
  ] satisfies [string, Partial<ClinicPayload>, string[]][])('say %s', (_, overrides, flags) => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makePayload(overrides))])).toEqual(['applied'])

    expect(await valueOf(await stage.owner(), 'select flags from app.activities')).toEqual(flags)
  }))
})

describe('a text that was written past the push', () => {
  it('changes nothing that is derived, if it is not the newest of its document', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    const rows = async () => (await stage.owner()).query(`
      select a.visits, a.photo_count, f.purpose, (select count(*)::int from app.activity_people) as people,
        (select count(*)::int from app.free_clinic_filings) as filings, (select count(*)::int from app.photos where listed) as photos
      from app.activities a join app.free_clinics f using (id)`)
    const before = await rows()

    const later = makeParcel(makePayload({ revision: 9, answers: makeAnswers({ purpose: '改头换面', filings: [] }), photos: [] }))
    await (await stage.as('author')).query(
      'insert into app.document_revisions (document_id, revision, sha256, payload) values ($1, 9, $2, $3)', [later.id, later.sha256, later.text])

    expect(before).toMatchObject([{ people: 2, filings: 1, photos: 2 }])
    expect(await rows()).toEqual(before)
  }))

  it('counts as a record of the kind that its document is', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload({ status: 'draft', sealed: null }))])
    const other = makeParcel(makePayload({ revision: 2, kind: 'circuit_tour' as never }))
    const tx = await stage.as('author')
    await tx.query("update app.documents set revision = 2, status = 'submitted', sealed_at = now(), sha256 = $2 where id = $1", [other.id, other.sha256])
    await tx.query('insert into app.document_revisions (document_id, revision, sha256, payload) values ($1, 2, $2, $3)', [other.id, other.sha256, other.text])

    expect(await (await stage.owner()).query('select kind, sessions, visits from app.activities')).toEqual([{ kind: 'free_clinic', sessions: 1, visits: 152 }])
  }))
})
