// @vitest-environment node
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { listed } from '../../src/domain/listed-record.ts'
import { openLocal } from '../../src/local/local.ts'
import { authorId, documentId, makePayload, makePhotoEntry } from '../make/payload.ts'

beforeEach(() => {
  Dexie.dependencies.indexedDB = new IDBFactory()
})

/** The device as version 1 left it: records and what was to be sent of them in two stores. */
async function leaveVersionOne(): Promise<void> {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(1).stores({
    documents: 'id', outbox: 'id', photos: '[document_id+sha256], document_id',
    photoBytes: '[document_id+sha256], document_id', people: 'key', packs: 'key', cursors: 'key', preferences: 'key',
    events: '++seq',
  })
  const record = (n: number) => ({
    id: documentId(n),
    value: { payload: makePayload({ id: documentId(n) }), edition: 3, revision: 1, parents: [], acknowledged: null, touched: n },
  })
  await old.table('documents').bulkPut([record(1), record(2)])
  await old.table('outbox').put({
    id: documentId(1), value: { state: 'refused', envelope: null, edition: 2, attempts: 4, codes: ['conflict'] },
  })
  old.close()
}

it('keeps every record and what is still to be sent when the outbox joins the records', async () => {
  await leaveVersionOne()

  const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))
  const views = await local.records.list()

  expect(views.map(({ record, entry }) => [record.payload.id, record.edition, entry?.state])).toEqual([
    [documentId(2), 3, undefined], [documentId(1), 3, 'refused'],
  ])
  expect(views[1]?.entry).toMatchObject({ attempts: 4, codes: ['conflict'] })
  await local.records.save({ ...makePayload({ id: documentId(2) }), revision: 1 }, [], 9)
  expect(await local.outbox.due()).toEqual([documentId(2)])
  local.close()
})

const picture = makePhotoEntry('a')

/** The device as version 3 left it, with a record under way, a text that the server holds and a picture that waits. */
async function leaveVersionThree(): Promise<void> {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(3).stores({
    documents: 'id, waiting', lines: 'id, seq', photos: '[document_id+sha256], document_id, open', photoBytes: '[document_id+sha256], document_id',
    texts: '[document_id+sha256], document_id, again', people: 'key', packs: 'key', cursors: 'key', preferences: 'key', events: '++seq',
  })
  const { sha256 } = picture
  await old.table('documents').put({ id: documentId(1), waiting: 1, value: {
    record: { payload: makePayload({ id: documentId(1), photos: [picture] }), edition: 3, revision: 1, parents: [sha256], acknowledged: sha256, touched: 1 },
    entry: { state: 'queued', envelope: null, edition: 2, attempts: 4, codes: [] },
  } })
  await old.table('texts').put({ document_id: documentId(1), sha256, value: { revision: 1, text: '{}', parents: [], at: 1 } })
  await old.table('photos').put({ document_id: documentId(1), sha256, open: 1, value: { state: 'waiting', type: 'image/webp', attempts: 0 } })
  await old.table('photoBytes').put({ document_id: documentId(1), sha256, value: new ArrayBuffer(3) })
  await old.table('cursors').put({ key: 'own', value: { epoch: 'e', xid: '7' } })
  old.close()
}

it('makes the lines of lists a log, of the records that version 4 held', async () => {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(4).stores({ documents: 'id, waiting', lines: 'id, seq' })
  const line = (n: number) => listed(makePayload({ id: documentId(n) }), n)
  await old.table('documents').bulkPut([1, 2].map((n) => ({ id: documentId(n), value: {
    record: { payload: makePayload({ id: documentId(n) }), edition: 1, revision: 0, parents: [], acknowledged: null, touched: n }, entry: null,
  } })))
  await old.table('lines').bulkPut([{ id: documentId(1), seq: 9, value: line(1) }, { id: documentId(2), seq: 4, value: line(2) }, { id: documentId(3), seq: 6, value: null }])
  old.close()

  const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))
  const { changed, dropped, seq } = await local.lines.since(0)
  await local.records.save(makePayload({ id: documentId(2) }), [], 7)

  expect([[...changed].sort((a, b) => a.touched - b.touched), dropped]).toEqual([[line(1), line(2)], []])
  expect((await local.lines.since(seq)).changed).toEqual([line(2)].map((each) => ({ ...each, touched: 7 })))
  local.close()
})

it('waits with a save until the store has been brought to this version, and opens it once', async () => {
  for (let turns = 0; turns < 60; turns += 1) {
    const disk = new IDBFactory()
    Dexie.dependencies.indexedDB = disk
    await leaveVersionThree()
    const opening = vi.spyOn(disk, 'open')
    const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))
    const reading = local.lines.since(0)
    for (let n = 0; n < turns; n += 1) await new Promise(setImmediate)

    await Promise.all([2, 3].map((n) => local.records.save(makePayload({ id: documentId(n) }), [], n)))

    expect((await local.records.list()).map(({ record }) => record.payload.id)).toEqual([documentId(3), documentId(2), documentId(1)])
    await reading
    expect(opening).toHaveBeenCalledOnce()
    local.close()
  }
})

it('keeps what version 3 held, its cursor too, and begins with empty archives', async () => {
  await leaveVersionThree()

  const local = openLocal(authorId, (bytes) => new Uint8Array(bytes))

  expect(await local.outbox.due()).toEqual([documentId(1)])
  const view = await local.records.read(documentId(1))
  expect(view?.record).toMatchObject({ edition: 3, acknowledged: picture.sha256 })
  expect([...view?.photos.values() ?? []]).toEqual([expect.objectContaining({ state: 'waiting' })])
  expect((await local.records.photo(documentId(1), picture.sha256))?.byteLength).toBe(3)
  expect(await local.cursors.get('own')).toEqual({ epoch: 'e', xid: '7' })
  const archive = await local.archive()
  expect([await archive.lines(), await archive.marks()]).toEqual([[], {}])
  local.close()
})
