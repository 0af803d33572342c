import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { documentId, makeHeader, makeParcel, makePayload, makePhotoEntry, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, userOf, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

type Row = readonly [id: string, ...unknown[]]
interface Months { readonly epoch: string; readonly xid: string; readonly since: string; readonly months: readonly { month: string; count: number; digest: string }[] }
interface Page { readonly epoch: string; readonly xid: string; readonly complete: boolean; readonly rows: readonly Row[]; readonly departed: readonly string[] }

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
beforeEach(async () => { await database.exec('delete from app.documents') })
afterAll(async () => { await database.close() })

/** Waits until every snapshot can see what is committed. */
async function settled(): Promise<void> {
  const isAhead = `select exists (select 1 from app.documents where changed >= pg_snapshot_xmin(pg_current_snapshot()))
    or exists (select 1 from app.archive_departures where changed >= pg_snapshot_xmin(pg_current_snapshot()))`
  while (await valueOf<boolean>(database, isAhead)) await new Promise((resolve) => { setTimeout(resolve, 5) })
}
const ask = async <T>(persona: Persona, call: string, params: readonly unknown[]): Promise<T> => {
  await settled()
  return database.as(userOf(persona), (tx) => callOf<T>(tx, call, params))
}
const months = (persona: Persona, organisation = 121) => ask<Months>(persona, 'api.archive_months($1)', [organisation])
const records = async (persona: Persona, names: readonly string[], after: string | null = null, size = 100, organisation = 121) =>
  (await ask<{ rows: readonly Row[] }>(persona, 'api.archive_records($1, $2, $3, $4)', [organisation, names, after, size])).rows
const pull = (persona: Persona, { epoch, xid }: { epoch: string; xid: string }, size = 100, organisation = 121) =>
  ask<Page>(persona, 'api.pull_archive($1, $2, $3, $4)', [organisation, epoch, xid, size])

const on = (day: string) => makeHeader({ late_reason: '信号不好', started_at: `${day}T01:00:00.000Z`, ended_at: `${day}T03:00:00.000Z` })
const made = (n: number, day: string, more: Parameters<typeof makePayload>[0] = {}) =>
  makeParcel(makePayload({ id: documentId(n), header: on(day), ...more }))
const push = (...parcels: ReturnType<typeof makeParcel>[]) => onStage(database, async (stage) => {
  expect(await stage.words('author', parcels)).toEqual(parcels.map(() => 'applied'))
}, true)
const idsOf = (rows: readonly Row[]) => rows.map(([id]) => id).sort()
const ids = (...numbers: number[]) => numbers.map((n) => documentId(n) as string).sort()

describe('what an organisation\'s phones hold', () => {
  it('is what was submitted, with the text, what lists show and the state of its pictures', async () => {
    const photo = makePhotoEntry('a')
    const parcel = made(1, '2026-04-30', { photos: [photo] })
    await push(parcel, made(2, '2026-05-02', { status: 'draft', sealed: null }))

    expect(await records('colleague', ['2026-04', '2026-05'])).toEqual([[
      documentId(1), null, personId('author'), 'free_clinic', 'submitted', makeHeader().title, makeHeader().place_name, makePayload().short_no,
      '2026-04-30', makeHeader().host_area_id, makeHeader().recipient_org_id, makeHeader().position.lng, makeHeader().position.lat, 1, parcel.sha256,
      expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string, parcel.text, [[photo.sha256, 'expected']],
    ]])
  })

  it('is digested by months, the newest first, and the digest changes with revisions and decisions', async () => {
    await push(made(1, '2026-03-05'), made(2, '2026-05-02'), made(3, '2026-05-03'))

    const before = await months('colleague')
    expect(before.months.map(({ month, count }) => [month, count])).toEqual([['2026-05', 2], ['2026-03', 1]])
    const lines = ids(2, 3).map((id) => `${id} 1 submitted`).join('\n')
    expect(before.months[0]?.digest).toBe(createHash('sha256').update(lines).digest('hex'))
    await database.query("update app.documents set status = 'approved' where id = $1", [documentId(2)])
    const after = await months('colleague')
    expect(after.months.map(({ digest }, n) => digest === before.months[n]?.digest)).toEqual([false, true])
  })

  it('[A1] comes in pages by id, the last of which is not full', async () => {
    await push(made(1, '2026-03-05'), made(2, '2026-05-02'), made(3, '2026-05-03'))
    const [first, second, third] = ids(1, 2, 3)

    expect(idsOf(await records('colleague', ['2026-03', '2026-05'], null, 2))).toEqual([first, second])
    expect(idsOf(await records('colleague', ['2026-03', '2026-05'], second, 2))).toEqual([third])
  })

  it('ends 24 months back', async () => {
    await push(made(1, '2026-05-02'))
    await database.exec("update app.activities set day = (date_trunc('month', now()) - interval '24 months 1 day')::date")

    expect((await months('colleague')).months).toEqual([])
    expect(await valueOf(database, 'select private.archive_since(121) = (date_trunc(\'month\', private.china_day(now())::timestamp) - interval \'24 months\')::date')).toBe(true)
  })

  it('is given to nobody of another organisation, and no month that is none', async () => {
    await push(made(1, '2026-05-02'))

    for (const call of ['api.archive_months(121)', "api.archive_records(121, '{2026-05}', null, 9)", "api.pull_archive(121, null, '0', 9)", "private.archive_rows(121, '{}', '{}')"])
      for (const persona of ['otherOrganisation', 'wuchuanManager', 'withoutMembership', 'switchedOff'] as const)
        expect([call, persona, await onStage(database, async (stage) => failureOf(await stage.as(persona), `select ${call}`))]).toEqual([call, persona, '403 forbidden'])
    expect(await onStage(database, async (stage) => failureOf(await stage.as('author'), "select api.archive_records(121, '{2026-13}', null, 9)"))).toBe('422 invalid')
  })

  it('gives no other organisation\'s text to whoever asks for it by its id', async () => {
    await push(made(1, '2026-05-02'))

    expect(await ask('otherOrganisation', 'private.archive_rows($1, $2, $3)', [10001, [documentId(1)], ['2026-05-02']])).toEqual([])
  })
})

describe('what changed in it', () => {
  it('[A2] is given once, from the cursor that the months came with', async () => {
    await push(made(1, '2026-05-02'))
    const begun = await months('colleague')
    await push(made(2, '2026-05-03'))

    const page = await pull('colleague', begun)
    expect([idsOf(page.rows), page.complete, page.departed]).toEqual([ids(2), true, []])
    expect((await pull('colleague', page)).rows).toEqual([])
  })

  it('[A2] comes in pages, the last of which is complete', async () => {
    const begun = await months('colleague')
    for (const n of [1, 2, 3]) await push(made(n, '2026-05-02'))

    const first = await pull('colleague', begun, 2)
    const second = await pull('colleague', first, 2)
    expect([first.complete, idsOf(first.rows), second.complete, idsOf(second.rows)]).toEqual([false, ids(1, 2), true, ids(3)])
  })

  it('[A3] names what left the organisation, until it comes back', async () => {
    await push(made(1, '2026-05-02'))
    const begun = await months('colleague')
    await database.exec('update app.documents set organisation_id = 10001')

    expect((await pull('colleague', begun)).departed).toEqual(ids(1))
    await database.exec('update app.documents set organisation_id = 121')
    const back = await pull('colleague', begun)
    expect([back.departed, idsOf(back.rows)]).toEqual([[], ids(1)])
  })

  it('[A3] names what has grown older than the archive', async () => {
    await push(made(1, '2026-05-02'))
    const begun = await months('colleague')
    await database.exec("update app.activities set day = '2020-01-01'; update app.documents set received_at = received_at")

    const page = await pull('colleague', begun)
    expect([page.rows, page.departed]).toEqual([[], ids(1)])
  })

  it('[A4] is nothing for a cursor of another epoch, and the epoch is said', async () => {
    await push(made(1, '2026-05-02'))
    const { epoch } = await months('colleague')

    expect(await pull('colleague', { epoch: documentId(99), xid: '0' })).toEqual({ epoch, xid: '0', complete: true, rows: [], departed: [] })
  })
})
