import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { lookEarly, takeEarlyLines } from '../../src/local/early.ts'
import type { LineChanges } from '../../src/local/lines.ts'
import { openLocal } from '../../src/local/local.ts'
import { authorId, documentId, makePayload, personId } from '../make/payload.ts'

const open = () => openLocal(authorId, (bytes) => new Uint8Array(bytes))

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  Dexie.dependencies.indexedDB = globalThis.indexedDB
  delete window.earlyLines
})

it('finds the lines that the store would give, once', async () => {
  const local = open()
  await local.records.save(makePayload({ id: documentId(1) }), [], 1)
  await local.records.save(makePayload({ id: documentId(2) }), [], 2)

  void lookEarly(authorId)

  const inOrder = (changes: LineChanges | null) =>
    changes && { ...changes, changed: [...changes.changed].sort((a, b) => a.touched - b.touched) }
  expect(inOrder(await local.lines.early())).toEqual(inOrder(await local.lines.since(0)))
  expect(await local.lines.early()).toBeNull()
  local.close()
})

/** Opens the store anew, saves a record and leaves: lines of other openings are left to lie. */
async function saveApart(n: number, touched: number): Promise<void> {
  const local = open()
  await local.records.save(makePayload({ id: documentId(n) }), [], touched)
  local.close()
}

it('forgets lines that newer ones have replaced once the page is at rest, and gives each record its newest', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  for (const [n, touched] of [[2, 1], [1, 2], [1, 3], [1, 4]] as const) await saveApart(n, touched)
  const kept = async () => (await lookEarly(authorId))?.map(({ id, seq }) => [id, seq])
  expect(await kept()).toHaveLength(4)
  const local = open()

  const found = await local.lines.early()
  expect(found?.changed.map(({ id, touched }) => [id, touched])).toEqual([[documentId(2), 1], [documentId(1), 4]])
  await vi.advanceTimersByTimeAsync(9_999)
  expect(await kept()).toHaveLength(4)
  await vi.advanceTimersByTimeAsync(1)

  await vi.waitFor(async () => expect(await kept()).toEqual([[documentId(2), 1], [documentId(1), 4]]))
  expect(await local.lines.since(found?.seq ?? 0)).toEqual({ changed: [], dropped: [], seq: 4 })
  vi.useRealTimers()
  local.close()
})

it('makes lines of what a tab of an older app, still open, saved where its version keeps them', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  await saveApart(1, 1)
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(4).stores({ documents: 'id, waiting', lines: 'id, seq' })
  const record = (n: number, touched: number) => ({ payload: makePayload({ id: documentId(n) }), edition: 1, revision: 0, parents: [], acknowledged: null, touched })
  await old.table('documents').bulkPut([1, 2].map((n) => ({ id: documentId(n), value: { record: record(n, 5), entry: null } })))
  await old.table('lines').bulkPut([1, 2, 3].map((n) => ({ id: documentId(n), seq: n, value: null })))
  old.close()
  void lookEarly(authorId)
  const local = open()
  const seq = (await local.lines.early())?.seq ?? 0

  await vi.advanceTimersByTimeAsync(10_000)

  await vi.waitFor(async () => expect((await local.lines.since(seq)).changed.map(({ id, touched }) => [id, touched]).sort())
    .toEqual([[documentId(1), 5], [documentId(2), 5]].sort()))
  expect((await local.lines.since(seq)).dropped).toEqual([documentId(3)])
  vi.useRealTimers()
  local.close()
})

it('makes no database, and finds nothing, where nobody kept anything', async () => {

  void lookEarly(authorId)

  expect(await takeEarlyLines(authorId)).toBeNull()
  expect(await indexedDB.databases()).toEqual([])
})

it('gives nothing to another person, and nothing where nobody looked', async () => {
  expect(await takeEarlyLines(authorId)).toBeNull()

  void lookEarly(authorId)
  expect(await takeEarlyLines(personId('another'))).toBeNull()
})

it('finds nothing where the store is still of the version before', async () => {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(1).stores({ documents: 'id', photos: '[document_id+sha256]' })
  await old.table('documents').put({ id: documentId(1), value: { payload: makePayload(), edition: 1 } })
  old.close()
  const local = open()

  void lookEarly(authorId)

  expect(await local.lines.early()).toBeNull()
  local.close()
})
