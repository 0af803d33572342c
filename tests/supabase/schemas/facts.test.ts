import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parcel, Payload } from '../../../src/domain/document.ts'
import { documentId, makeParcel, personId } from '../../make/payload.ts'
import { pick, seeded } from '../../make/random.ts'
import { makeFinding, makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { trainingOn, village, visitOn } from './board-records.ts'
import { openWithCast } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const differences = async (stage: Stage) => (await stage.owner()).query('select private.fact_differences()')
const statusOf = async (stage: Stage, n: number, status: string) => {
  const tx = await stage.owner()
  await tx.query('update app.activities set status = $2 where id = $1', [documentId(n), status])
}
const move = async (stage: Stage, who: 'otherOrganisation' | 'author' | 'wuchuanManager', no: number, to: string, method: string | null) => {
  await callOf(await stage.as(who), 'api.move_finding($1, $2, $3, $4, $5)', [documentId(1), String(no), to, '已按要求整改', method])
}
const findings = async (stage: Stage) => (await stage.owner()).query(
  'select no, county_id, area_id, day::text, due_on::text, closed_on is not null as closed from app.finding_facts order by activity_id, no')
const responsible = (due: readonly string[]) => makeVisitAnswers({ findings: due.map((due_on) => makeFinding({ due_on, responsible_org: 10001 })) })

describe('facts of findings', () => {
  it('say where and when a finding was found, until when it is due, and that it was closed out', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makeVisitPayload({ answers: responsible(['2026-06-07', '2026-05-20']) }))])
    expect(await findings(stage)).toEqual([
      { no: 1, county_id: 520326, area_id: 520326101, day: '2026-05-08', due_on: '2026-06-07', closed: false },
      { no: 2, county_id: 520326, area_id: 520326101, day: '2026-05-08', due_on: '2026-05-20', closed: false }])

    await move(stage, 'otherOrganisation', 2, 'submitted', null)
    expect((await findings(stage)).map(({ closed }) => closed)).toEqual([false, false])
    await move(stage, 'wuchuanManager', 2, 'closed', 'photo')
    expect((await findings(stage)).map(({ closed }) => closed)).toEqual([false, true])
    expect(await valueOf(await stage.owner(), 'select bool_and(closed_on = private.china_day(now())) from app.finding_facts where no = 2')).toBe(true)
    expect(await differences(stage)).toEqual([])
  }))

  it('follow an amendment of their visit, and keep what was closed out', () => onStage(database, async (stage) => {
    const first = makeParcel(makeVisitPayload({ answers: responsible(['2026-06-07', '2026-05-20']) }))
    await stage.push('author', [first])
    await move(stage, 'otherOrganisation', 1, 'submitted', null)
    await move(stage, 'wuchuanManager', 1, 'closed', 'doc')

    await stage.push('author', [makeParcel(makeVisitPayload({ revision: 2, amend_reason: '少一个问题', answers: responsible(['2026-06-01']) }), [first.sha256])])

    expect(await findings(stage)).toMatchObject([{ no: 1, due_on: '2026-06-01', closed: true }])
    expect(await differences(stage)).toEqual([])
  }))

  it.each(['returned', 'void'])('are gone while their visit is %s', (status) => onStage(database, async (stage) => {
    await stage.push('author', [visitOn(1, '2026-05-08', { due: [10] })])

    await statusOf(stage, 1, status)
    expect(await findings(stage)).toEqual([])

    await statusOf(stage, 1, 'approved')
    expect(await findings(stage)).toHaveLength(1)
  }))

  it('move the version of their county on with each finding and each step, and no other', () => onStage(database, async (stage) => {
    const versions = async () => {
      const told: number[] = []
      for (const [who, area] of [['wuchuanManager', 520326], ['zunyiManager', 520300], ['dingzhouManager', 130682]] as const)
        told.push(Number((await callOf<{ version: string }>(await stage.as(who), 'api.board_version($1)', [area])).version))
      return told
    }
    const grown = async (step: () => Promise<unknown>) => {
      const before = await versions()
      await step()
      return (await versions()).map((version, at) => version > (before[at] ?? 0))
    }
    const first = makeParcel(makeVisitPayload({ answers: responsible(['2026-06-07']) }))
    await stage.push('author', [first])

    expect(await grown(() => move(stage, 'otherOrganisation', 1, 'submitted', null))).toEqual([true, true, false])
    expect(await grown(() => move(stage, 'wuchuanManager', 1, 'closed', 'photo'))).toEqual([true, true, false])
    // What totals count stays as it is; the day by which the finding is due does not.
    expect(await grown(() => stage.push('author', [makeParcel(makeVisitPayload({ revision: 2, amend_reason: '期限', answers: responsible(['2026-06-01']) }), [first.sha256])])))
      .toEqual([true, true, false])
    expect(await grown(async () => findings(stage))).toEqual([false, false, false])
  }))

  it('are read by the managers of the county of the visit alone', () => onStage(database, async (stage) => {
    await stage.push('author', [visitOn(1, '2026-05-08', { due: [10] })])

    for (const [who, seen] of [['wuchuanManager', 1], ['guizhouManager', 1], ['dingzhouManager', 0], ['author', 0]] as const)
      expect([who, await valueOf(await stage.as(who), 'select count(*)::int from app.finding_facts')]).toEqual([who, seen])
  }))
})

const trained = async (stage: Stage) => valueOf<number>(await stage.owner(), 'select count(distinct counted_as)::int from app.trained_people where county_id = 520326')

describe('facts of trained village doctors', () => {
  it('are those of a roster who work at a village clinic, each once however often they came', () => onStage(database, async (stage) => {
    await stage.push('author', [trainingOn(1, '2026-05-08', { author: village.east, colleague: village.west, organisationManager: 11010 }),
      trainingOn(2, '2026-06-08', { author: village.east })])

    expect(await trained(stage)).toBe(2)
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.trained_people')).toBe(3)
    expect(await differences(stage)).toEqual([])
  }))

  it('count two entries of a person as one from their merging until it is undone', () => onStage(database, async (stage) => {
    await stage.push('author', [trainingOn(1, '2026-05-08', { author: village.east, colleague: village.west, organisationManager: village.west })])
    const merged = async (who: string, into: string | null) => (await stage.owner()).query(
      'update app.people set merged_into = $2 where id = $1', [personId(who), into === null ? null : personId(into)])

    await merged('author', 'colleague')
    expect(await trained(stage)).toBe(2)
    await merged('colleague', 'organisationManager')
    expect(await trained(stage)).toBe(1)
    expect(await differences(stage)).toEqual([])
    await merged('colleague', null)
    expect(await trained(stage)).toBe(2)
    expect(await differences(stage)).toEqual([])
  }))

  it('are gone with a session that does not count any more', () => onStage(database, async (stage) => {
    await stage.push('author', [trainingOn(1, '2026-05-08', { author: village.east })])
    await statusOf(stage, 1, 'void')

    expect(await trained(stage)).toBe(0)
    expect(await differences(stage)).toEqual([])
  }))
})

describe('all facts', () => {
  it('equal a recount after any sequence of changes, and are the same when they are rebuilt', () => onStage(database, async (stage) => {
    const random = seeded(61)
    const sent = new Map<number, Pick<Parcel, 'revision' | 'sha256'>>()
    for (let round = 0; round < 40; round += 1) {
      const n = 1 + Math.floor(random() * 8)
      const before = sent.get(n)
      if (before !== undefined && random() < 0.4) {
        await statusOf(stage, n, pick(random, ['approved', 'returned', 'submitted', 'void']))
        await (await stage.owner()).query('update app.documents d set status = a.status from app.activities a where a.id = d.id and d.id = $1', [documentId(n)])
        continue
      }
      const day = `2026-0${pick(random, [3, 4, 5])}-1${Math.floor(random() * 9)}`
      const base = n % 2 === 0 ? visitOn(n, day, { due: pick(random, [[], [5], [5, 20]]), area: pick(random, [520326101, 520327]) })
        : trainingOn(n, day, pick(random, [{ author: village.east }, { colleague: village.west, author: village.inHuangdu }]))
      const payload = { ...JSON.parse(base.text) as Payload, revision: (before?.revision ?? 0) + 1, amend_reason: '更正一处' }
      const parcel = makeParcel(payload, before ? [before.sha256] : [])
      if ((await stage.words('author', [parcel]))[0] === 'applied') sent.set(n, parcel)
      if (round % 8 === 7) expect(await differences(stage)).toEqual([])
    }
    expect(await differences(stage)).toEqual([])
    const tx = await stage.owner()
    const all = async () => [await tx.query('select * from app.finding_facts order by 1, 2'), await tx.query('select * from app.trained_people order by 1, 2')]
    const kept = await all()
    expect(kept.every((rows) => rows.length > 0)).toBe(true)

    await tx.query('select private.rebuild_facts()')

    expect(await all()).toEqual(kept)
  }))

  it.each([
    ['a finding is missing', 'delete from app.finding_facts', 'missing finding'],
    ['a finding is wrong', 'update app.finding_facts set due_on = due_on + 1', 'missing finding'],
    ['a trainee is missing', 'delete from app.trained_people', 'missing trainee'],
    ['a trainee counts as somebody else', 'update app.trained_people set counted_as = activity_id', 'missing trainee'],
  ])('that differ are found out and set right by a rebuild: %s', (_, damage, found) => onStage(database, async (stage) => {
    await stage.push('author', [visitOn(1, '2026-05-08', { due: [10] }), trainingOn(2, '2026-05-08', { author: village.east })])
    const tx = await stage.owner()

    await tx.exec(damage)
    const [row] = await tx.query<{ fact_differences: string }>('select private.fact_differences()')
    expect(row?.fact_differences.startsWith(found)).toBe(true)

    await tx.query('select private.rebuild_facts()')
    expect(await differences(stage)).toEqual([])
  }))

  it('are rebuilt and compared by the owner alone', () => onStage(database, async (stage) => {
    for (const call of ['private.rebuild_facts()', 'private.fact_differences()', "private.renew_finding_facts('{}')"])
      expect([call, await failureOf(await stage.as('guizhouManager'), `select ${call}`)]).toEqual([call, '42501'])
  }))
})
