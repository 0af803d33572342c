import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { documentId, makeParcel, makePayload, makePhotoEntry, personId } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { chosenEngine } from '../../database/engines.ts'
import { openWithCast, stranger, userOf, type Persona } from './cast.ts'
import { openSession } from './session.ts'
import { callOf, failureOf, onStage, valueOf } from './stage.ts'

interface Page {
  readonly epoch: string
  readonly xid: string
  readonly complete: boolean
  readonly documents: readonly { readonly id: string; readonly revision: number; readonly sha256: string; readonly text: string;
    readonly received_at: string; readonly photos: readonly { readonly sha256: string; readonly state: string }[];
    readonly returned?: unknown }[]
}

let shared: Promise<TestDatabase> | undefined
let database: TestDatabase
beforeEach(async () => {
  database = await (shared ??= openWithCast())
  await database.exec('delete from app.documents')
})
afterAll(async () => { await database.close() })

/**
 * Waits until every snapshot can see what is committed: transaction numbers are one series for all databases of a
 * server, and the other test files have transactions of their own under way.
 */
async function settled(): Promise<void> {
  const isAhead = 'select exists (select 1 from app.documents where changed >= pg_snapshot_xmin(pg_current_snapshot()))'
  while (await valueOf<boolean>(database, isAhead)) await new Promise((resolve) => { setTimeout(resolve, 5) })
}

const pullNow = (persona: Persona, cursor: Pick<Page, 'epoch' | 'xid'> | null = null, size: number | null = 100) =>
  database.as(userOf(persona), (tx) =>
    callOf<Page>(tx, 'api.pull_own($1, $2, $3)', [cursor?.epoch ?? null, cursor?.xid ?? null, size]))
const pull: typeof pullNow = async (...call) => {
  await settled()
  return pullNow(...call)
}
const push = (persona: Persona, ...numbers: number[]) => onStage(database, (stage) => stage.push(persona, numbers.map((n) =>
  makeParcel(makePayload({ id: documentId(n), status: 'draft', sealed: null, author_id: personId(persona) })))), true)
const idsOf = ({ documents }: Page) => documents.map(({ id }) => id).sort()
const ids = (...numbers: number[]) => numbers.map((n) => documentId(n) as string).sort()
const touch = (n: number) => database.query('update app.documents set received_at = received_at where id = $1', [documentId(n)])

describe('api.pull_own', () => {
  it('gives what is one\'s own, with the text and the state of its photos', async () => {
    const photos = [makePhotoEntry('a'), makePhotoEntry('b')]
    const parcel = makeParcel(makePayload({ photos }))
    await onStage(database, (stage) => stage.push('author', [parcel]), true)
    await database.query("select private.settle_photo($1, $2, '')", [documentId(), photos[1]?.sha256])

    const page = await pull('author')

    expect(page.complete).toBe(true)
    expect(page.documents).toEqual([{ id: parcel.id, revision: 1, status: 'submitted', sha256: parcel.sha256, text: parcel.text,
      received_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      photos: [{ sha256: photos[0]?.sha256, state: 'expected' }, { sha256: photos[1]?.sha256, state: 'verified' }] }])
  })

  it('says of a returned record why it was, and of no other', async () => {
    await onStage(database, (stage) => stage.push('author', [makeParcel(makePayload()), makeParcel(makePayload({ id: documentId(2), short_no: 'YZ260508-002' }))]), true)
    const said = async (n: number) => (await pull('author')).documents.find(({ id }) => id === documentId(n))
    await onStage(database, async (stage) =>
      callOf(await stage.as('wuchuanManager'), "api.review($1, 1, 'returned', '请补充照片')", [documentId()]), true)

    expect((await said(1))?.returned).toEqual(
      { decision: 'returned', reason: '请补充照片', revision: 1, at: expect.any(String), reviewer: expect.any(String) })
    expect(await said(2)).not.toHaveProperty('returned')
    await database.query("update app.documents set status = 'submitted'")
    expect(await said(1)).not.toHaveProperty('returned')
  })

  it('gives nobody the documents of others, not even of the same organisation or county', async () => {
    await onStage(database, (stage) => stage.push('author', [makeParcel()]), true)

    for (const persona of ['colleague', 'organisationManager', 'wuchuanManager'] as const) {
      expect(idsOf(await pull(persona))).toEqual([])
    }
  })

  it('gives a draft to the team that it names', async () => {
    await push('author', 1)
    await database.query('update app.documents set team_ids = array[$1::uuid]', [personId('colleague')])

    expect(idsOf(await pull('colleague'))).toEqual(ids(1))
    expect(idsOf(await pull('organisationManager'))).toEqual([])
  })

  it('gives each change once, in the order in which they happened', async () => {
    await push('author', 1, 2)
    const first = await pull('author')
    expect(idsOf(first)).toEqual(ids(1, 2))
    expect(idsOf(await pull('author', first))).toEqual([])

    await push('author', 3)
    await touch(1)
    const second = await pull('author', first)

    expect(second.documents.map(({ id }) => id)).toEqual([documentId(3), documentId(1)])
    expect(BigInt(second.xid)).toBeGreaterThan(BigInt(first.xid))
    const third = await pull('author', second)
    expect([idsOf(third), third.xid, third.complete]).toEqual([[], second.xid, true])
  })

  it('pages, exceeds a page by what one transaction changed, and marks the last', async () => {
    for (const n of [1, 2, 3]) await push('author', n)
    await push('author', 4, 5, 6, 7)

    const pages: string[][] = []
    let cursor: Page | null = null
    do {
      cursor = await pull('author', cursor, 2)
      pages.push(idsOf(cursor))
    } while (!cursor.complete)

    expect(pages).toEqual([ids(1, 2), ids(3, 4, 5, 6, 7), []])
  })

  it.each([[0, 1], [-5, 1], [1000, 3], [null, 3]])('takes a page size of %s within its bounds', async (size, count) => {
    for (const n of [1, 2, 3]) await push('author', n)

    expect((await pull('author', null, size)).documents.length).toBe(count)
  })

  it('begins at the beginning for a cursor of another epoch', async () => {
    await push('author', 1, 2)
    const before = await pull('author')

    await database.exec('update app.server_state set epoch = gen_random_uuid()')
    const after = await pull('author', before)

    expect(idsOf(after)).toEqual(ids(1, 2))
    expect(after.epoch).not.toBe(before.epoch)
  })

  it('shows documents that were restored into another cluster once the epoch is drawn anew', async () => {
    await push('author', 1, 2)
    const before = await pull('author')
    await database.transaction(async (tx) => {
      await tx.exec("set local session_replication_role = replica; update app.documents set changed = '1000000000000'")
    })
    expect(idsOf(await pullNow('author'))).toEqual([])

    const epoch = await database.owner((tx) => valueOf<string>(tx, 'select private.draw_epoch()::text'))

    const after = await pull('author', before)
    expect([after.epoch, idsOf(after).sort()]).toEqual([epoch, ids(1, 2).sort()])
    expect(epoch).not.toBe(before.epoch)
    expect(idsOf(await pull('author', after))).toEqual([])
  })

  it('begins at the beginning for a cursor without an xid', async () => {
    await push('author', 1)
    const { epoch } = await pull('author')

    expect(idsOf(await database.as(userOf('author'), (tx) => callOf<Page>(tx, 'api.pull_own($1, null, 9)', [epoch])))).toEqual(ids(1))
  })

  it('is forbidden to a session without a person', async () => {
    for (const user of [stranger, userOf('disabled')]) {
      const failure = await database.as(user, (tx) => failureOf(tx, 'select api.pull_own(null, null, 1)'))
      expect(failure).toBe('403 forbidden')
    }
  })
})

if (chosenEngine() === 'postgres') {
  describe('api.pull_own beside other sessions', () => {
    it('misses nothing that a transaction with a lower xid commits late', async () => {
      await push('author', 2, 3)
      const start = await pull('author')
      const slow = await openSession(database, 'author')
      await slow.push([makeParcel(makePayload({ id: documentId(1), status: 'draft', sealed: null }))])
      await touch(2)

      const during = await pullNow('author', start)
      await slow.commit()
      const after = await pull('author', during)

      expect(idsOf(during)).toEqual([])
      expect(idsOf(after)).toEqual(ids(1, 2))
    })

    it('delivers every change under many interleavings', async () => {
      await push('author', ...Array.from({ length: 6 }, (_, n) => n + 10))
      const seen = new Set<string>()
      let cursor = await pull('author')

      for (let round = 0; round < 12; round += 1) {
        const slow = await openSession(database, 'author')
        await slow.push([makeParcel(makePayload({ id: documentId(100 + round), status: 'draft', sealed: null }))])
        await touch(10 + (round % 6))
        cursor = await pullNow('author', cursor)
        for (const id of idsOf(cursor)) seen.add(id)
        await slow.commit()
        if (round % 3 === 0) cursor = await pullNow('author', cursor)
        for (const id of idsOf(cursor)) seen.add(id)
      }
      for (const id of idsOf(await pull('author', cursor))) seen.add(id)

      expect([...seen].sort()).toEqual(ids(...Array.from({ length: 6 }, (_, n) => n + 10), ...Array.from({ length: 12 }, (_, n) => n + 100)))
    })
  })
}
