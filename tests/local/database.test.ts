// @vitest-environment node
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import { openLocal } from '../../src/local/local.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'

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
