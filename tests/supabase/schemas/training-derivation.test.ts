import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../../src/domain/board.ts'
import type { ActivityDetail, AreaReport, RecordHistory } from '../../../src/domain/reports.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParcel, makeParticipant, personId } from '../../make/payload.ts'
import { makeRosterRow, makeTrainer, makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { callOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const managerId = personId('organisationManager')
const first = makeParcel(makeTrainingPayload())
const tables = ['training_sessions', 'training_trainers', 'training_trainees'] as const

describe('the typed rows of a training session', () => {
  it('say what the text says', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [first])).toEqual(['applied'])
    const tx = await stage.owner()

    const { trainers: _t, roster: _r, certificate_next: _c, ...answers } = makeTrainingAnswers()
    const [session] = await tx.query<Record<string, unknown>>('select * from app.training_sessions')
    const number = (name: string) => Number(session?.[name])
    expect({ ...session, hours_theory: number('hours_theory'), hours_practice: number('hours_practice'),
      credits: number('credits'), cost: number('cost') }).toEqual({ id: documentId(), ...answers })
    expect(await tx.query('select * from app.training_trainers')).toEqual([
      { activity_id: documentId(), person_id: authorId, title_level: 'senior', org_id: 121 }])
    expect(await tx.query(`select position, person_id, org_id, techniques, theory_score::float8, practice_score::float8,
      passed, certificate_no from app.training_trainees order by position`)).toEqual([
      { position: 0, person_id: colleagueId, org_id: 11010, techniques: ['tcm-04-01', 'tcm-01-01'], theory_score: 88,
        practice_score: 91.5, passed: true, certificate_no: '务中适宜2026-001' },
      { position: 1, person_id: managerId, org_id: 11010, techniques: ['tcm-04-01'], theory_score: 52, practice_score: null,
        passed: false, certificate_no: '' }])
  }))

  it('count trainers as staff and trainees as no visits', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    expect(await (await stage.owner()).query('select kind, visits, staff, leaflets, headline from app.activities')).toEqual([
      { kind: 'training_session', visits: 0, staff: 1, leaflets: 0, headline: 2 }])
    const report = await callOf<AreaReport>(await stage.as('wuchuanManager'), "api.area_report(520326, '2026-05-01', '2026-05-31')")
    const board = await callOf<Board>(await stage.as('wuchuanManager'), "api.area_board(520326, '2026-05-01', '2026-05-31')")
    expect(board.totals.host).toEqual({ sessions: 1, visits: 0, staff: 1, leaflets: 0, approved: 0 })
    expect(report.rows.host[0]).toMatchObject({ kind: 'training_session', visits: 0, headline: 2 })
    expect(await (await stage.owner()).query('select private.rollup_differences()')).toEqual([])
  }))

  it('are flagged for readers while a certificate number stands in a colleague\'s session too, and refused by nobody', () => onStage(database, async (stage) => {
    const other = makeParcel(makeTrainingPayload({ id: documentId(2), author_id: colleagueId, short_no: 'PX260508-002' }))
    const flags = async (who: Persona) => (await callOf<ActivityDetail>(await stage.as(who), 'api.activity_detail($1)', [first.id])).flags
    expect([await stage.words('author', [first]), await flags('author')]).toEqual([['applied'], ['no_photos']])
    expect(await stage.words('colleague', [other])).toEqual(['applied'])
    expect([await flags('author'), await flags('wuchuanManager')]).toEqual([['no_photos', 'certificate_elsewhere'], ['no_photos', 'certificate_elsewhere']])
    expect((await callOf<RecordHistory>(await stage.as('author'), 'api.record_history($1)', [first.id])).flags).toEqual(['no_photos', 'certificate_elsewhere'])

    await (await stage.owner()).query("update app.activities set status = 'void' where id = $1", [documentId(2)])
    expect(await flags('wuchuanManager')).toEqual(['no_photos'])
  }))

  it('are not flagged for what replaces them, which gives the same numbers again', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    await callOf(await stage.as('wuchuanManager'), "api.review($1, 1, 'approved', '')", [first.id])
    const instead = makeParcel(makeTrainingPayload({ id: documentId(2), short_no: 'PX260508-002', replaces: documentId() }))

    expect(await stage.words('author', [instead])).toEqual(['applied'])
    for (const id of [first.id, instead.id])
      expect((await callOf<ActivityDetail>(await stage.as('wuchuanManager'), 'api.activity_detail($1)', [id])).flags).not.toContain('certificate_elsewhere')
  }))

  it('are replaced by an amendment', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    const answers = makeTrainingAnswers({ trainee_count: 1, nurses: 0, signed_in: 1, assessed: 1, passed: 0, certificates: 0,
      trainers: [makeTrainer({ person_id: managerId }), makeTrainer()],
      roster: [makeRosterRow({ passed: false, certificate_no: '' })] })
    expect(await stage.words('author', [makeParcel(makeTrainingPayload({ revision: 2, amend_reason: '更正名册', answers }), [first.sha256])])).toEqual(['applied'])

    const tx = await stage.owner()
    expect(await tx.query('select trainee_count, passed from app.training_sessions')).toEqual([{ trainee_count: 1, passed: 0 }])
    expect(await tx.query('select person_id, passed from app.training_trainees')).toEqual([{ person_id: colleagueId, passed: false }])
    expect(await valueOf(tx, 'select count(*)::int from app.training_trainers')).toBe(2)
    expect(await tx.query('select staff, headline from app.activities')).toEqual([{ staff: 2, headline: 1 }])
  }))

  it.each([['draft', { status: 'draft', sealed: null }], ['practice', { practice: true }]] as const)(
    'do not exist for a %s record', (_, overrides) => onStage(database, async (stage) => {
      expect(await stage.words('author', [makeParcel(makeTrainingPayload(overrides))])).toEqual(['applied'])

      const tx = await stage.owner()
      for (const table of tables) expect([table, await valueOf(tx, `select count(*)::int from app.${table}`)]).toEqual([table, 0])
    }))

  it('hold a roster of a thousand', () => onStage(database, async (stage) => {
    const people = Array.from({ length: 1000 }, (_, n) => ({ id: personId(`trainee ${n}`), name: `学员${n}`,
      organisation_id: null, title_level: 'none', category: 'tcm' }))
    const answers = makeTrainingAnswers({ trainee_count: 1000, nurses: 999, signed_in: 1000, assessed: 1000, passed: 1000,
      certificates: 1000, roster: people.map(({ id }, n) => makeRosterRow({ person_id: id, certificate_no: `务中适宜2026-${n}` })) })

    expect(await stage.words('author', [makeParcel(makeTrainingPayload({ answers }))], people)).toEqual(['applied'])

    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.training_trainees')).toBe(1000)
  }))
})

describe('reading a training session', () => {
  /** Held in 容城 by 定州市中医院: seen like any record of theirs. */
  const seers: readonly Persona[] = ['dingzhouAuthor', 'dingzhouColleague', 'dingzhouManager', 'rongchengManager',
    'xionganManager', 'hebeiManager', 'countryManager']
  const lead = personId('dingzhouAuthor')
  const trainee = personId('dingzhouColleague')
  const visiting = makeParcel(makeTrainingPayload({
    author_id: lead,
    header: makeHeader({ host_area_id: 130629, organisation_id: 123, organizer_org_id: 123, recipient_org_id: null,
      participants: [makeParticipant({ person_id: lead })] }),
    answers: makeTrainingAnswers({ trainers: [makeTrainer({ person_id: lead, org_id: 123 })],
      roster: [makeRosterRow({ person_id: trainee, org_id: 11010 }), makeRosterRow({ person_id: managerId, certificate_no: '' })] }),
  }))

  it.each(tables)('%s is for those who read the activity', (table) => onStage(database, async (stage) => {
    expect(await stage.words('dingzhouAuthor', [visiting])).toEqual(['applied'])

    const seen: Persona[] = []
    for (const persona of personas) {
      if ((await (await stage.as(persona)).query(`select 1 from app.${table}`)).length > 0) seen.push(persona)
    }
    expect(seen).toEqual(personas.filter((persona) => seers.includes(persona)))
  }))

  it('gives its readers the names of trainers, trainees and their institutions', () => onStage(database, async (stage) => {
    await stage.push('dingzhouAuthor', [visiting])

    const { names } = await callOf<ActivityDetail>(await stage.as('rongchengManager'), 'api.activity_detail($1)', [documentId()])
    expect(Object.keys(names.people).sort()).toEqual([lead, trainee, managerId].sort())
    expect(Object.keys(names.organisations)).toEqual(['123', '11010'])
    expect(await callOf(await stage.as('quyangManager'), 'private.activity_names($1)', [documentId()])).toEqual({})
  }))
})

describe('the techniques of organisations', () => {
  it('are read by everybody with a person, and name a technique once', () => onStage(database, async (stage) => {
    const insert = "insert into app.organisation_techniques (organisation_id, technique, status) values (11010, 'tcm-04-01', 'reported')"
    await (await stage.owner()).exec(insert)

    expect(await valueOf(await stage.as('author'), 'select count(*)::int from app.organisation_techniques')).toBe(1)
    expect(await valueOf(await stage.as('disabled'), 'select count(*)::int from app.organisation_techniques')).toBe(0)
    const owner = await stage.owner()
    await expect(owner.exec(insert)).rejects.toThrow(/duplicate key/)
  }))
})
