import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statuses, transitions, type Status } from '../../../src/domain/activity.ts'
import { makeHeader, makeParcel, makePayload, makeSeal, noAnswers } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { lettersOf } from './scene.ts'
import { onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const revisionOf = (revision: number, status: Status) =>
  makePayload({ revision, status, sealed: status === 'draft' ? null : makeSeal() })

describe('changes of status', () => {
  it('are the same rows in SQL and in the domain', async () => {
    const rows = await database.query('select from_status as "from", to_status as "to", by_part as by from private.transitions')

    const inOrder = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort()
    expect(inOrder(rows)).toEqual(inOrder(transitions.map(({ from, to, by }) => ({ from, to, by }))))
  })

  it.each(statuses.flatMap((from) => statuses.map((to) => [from, to] as const)))(
    'from %s to %s by the author follow the table', (from, to) => onStage(database, async (stage) => {
      const first = makeParcel(revisionOf(1, from === 'draft' ? 'draft' : 'submitted'))
      await stage.push('author', [first])
      await (await stage.owner()).exec(`update app.documents set status = '${from}'; update app.activities set status = '${from}'`)

      const [word] = await stage.words('author', [makeParcel(revisionOf(2, to), [first.sha256])])

      const lawful = transitions.some((row) => row.from === from && row.to === to && row.by === 'author')
      expect(word).toBe(lawful ? 'applied' : to === 'approved' ? 'rejected payload:status' : 'rejected payload:transition')
      expect(await valueOf(await stage.owner(), 'select status from app.documents')).toBe(lawful ? to : from)
    }))

  it.each([['submitted', 'applied'], ['draft', 'applied'], ['void', 'applied'], ['returned', 'rejected payload:transition']] as const)(
    'of a new record to %s: %s', (status, word) => onStage(database, async (stage) => {
      expect(await stage.words('author', [makeParcel(revisionOf(1, status))])).toEqual([word])
    }))
})

describe('a record that is thrown away', () => {
  const blank = { header: makeHeader({ title: '', host_area_id: null, started_at: null, participants: [] }), answers: noAnswers }

  it('as an unfinished draft need not be complete, and stays its author\'s alone', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ status: 'draft', sealed: null, ...blank }))
    await stage.push('author', [draft])

    expect(await stage.words('author', [makeParcel(makePayload({ revision: 2, status: 'void', ...blank }), [draft.sha256])])).toEqual(['applied'])

    for (const persona of ['colleague', 'wuchuanManager'] as const) {
      expect(await lettersOf(await stage.as(persona), 'select id from app.documents')).toBe('')
    }
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.activities')).toBe(0)
  }))

  it('stays so when the job touches it', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ status: 'draft', sealed: null }))
    await stage.push('author', [draft])
    await stage.push('author', [makeParcel(makePayload({ revision: 2, status: 'void' }), [draft.sha256])])

    await (await stage.owner()).exec('update app.documents set received_at = received_at')

    expect(await lettersOf(await stage.as('colleague'), 'select id from app.documents')).toBe('')
  }))

  it('once submitted keeps what it last said, uncounted, for those who saw it', () => onStage(database, async (stage) => {
    const sent = makeParcel()
    await stage.push('author', [sent])

    await stage.push('author', [makeParcel(makePayload({ revision: 2, status: 'void', ...blank }), [sent.sha256])])

    const tx = await stage.as('wuchuanManager')
    expect(await tx.query('select status, title, visits from app.activities')).toEqual([
      { status: 'void', title: '丰乐镇赶集日中医义诊', visits: 152 }])
    expect(await tx.query('select patients_visits from app.free_clinics')).toEqual([{ patients_visits: 152 }])
    expect(await valueOf(tx, 'select sum(host_sessions + home_sessions)::int from app.county_rollups')).toBe(0)
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.activity_people')).toBe(2)
  }))

  it('while returned leaves the work on it out of the figures', () => onStage(database, async (stage) => {
    const sent = makeParcel()
    await stage.push('author', [sent])
    await (await stage.owner()).exec("update app.documents set status = 'returned'; update app.activities set status = 'returned'")

    const work = makeParcel(makePayload({ revision: 2, status: 'returned', ...blank }), [sent.sha256])
    expect(await stage.words('author', [work])).toEqual(['applied'])

    expect(await (await stage.owner()).query('select status, title from app.activities')).toEqual([
      { status: 'returned', title: '丰乐镇赶集日中医义诊' }])
  }))
})
