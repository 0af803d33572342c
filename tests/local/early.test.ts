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

it('forgets lines that newer ones have replaced, once there are many, and gives each record its newest', async () => {
  const local = open()
  const save = (n: number, touched: number) => local.records.save(makePayload({ id: documentId(n) }), [], touched)
  await save(2, 1)
  for (let touched = 2; touched <= 500; touched += 1) await save(1, touched)
  const look = async () => {
    void lookEarly(authorId)
    return (await local.lines.early())?.changed.map(({ id, touched }) => [id, touched])
  }
  const kept = async () => (await lookEarly(authorId))?.length

  await look()
  expect(await kept()).toBe(500)

  for (const touched of [501, 502, 503]) await save(1, touched)
  expect(await look()).toEqual([[documentId(2), 1], [documentId(1), 503]])
  await vi.waitFor(async () => expect(await kept()).toBe(2))
  expect((await local.lines.since(0)).changed).toHaveLength(2)
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
