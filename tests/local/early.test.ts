import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import { readEarly, takeEarlyLines } from '../../src/local/early.ts'
import type { LineChanges } from '../../src/local/lines.ts'
import { openLocal } from '../../src/local/local.ts'
import { authorId, documentId, makePayload, personId } from '../make/payload.ts'

const open = () => openLocal(authorId, (bytes) => new Uint8Array(bytes))
const signIn = (person: string = authorId) => localStorage.setItem('xingxun.identity', JSON.stringify({ personId: person }))

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  Dexie.dependencies.indexedDB = globalThis.indexedDB
  localStorage.clear()
  delete window.earlyLines
})

it('finds the lines that the store would give, once', async () => {
  const local = open()
  await local.records.save(makePayload({ id: documentId(1) }), [], 1)
  await local.records.save(makePayload({ id: documentId(2) }), [], 2)
  signIn()

  readEarly()

  const inOrder = (changes: LineChanges | null) =>
    changes && { ...changes, changed: [...changes.changed].sort((a, b) => a.touched - b.touched) }
  expect(inOrder(await local.lines.early())).toEqual(inOrder(await local.lines.since(0)))
  expect(await local.lines.early()).toBeNull()
  local.close()
})

it('makes no database, and finds nothing, where nobody kept anything', async () => {
  signIn()

  readEarly()

  expect(await takeEarlyLines(authorId)).toBeNull()
  expect(await indexedDB.databases()).toEqual([])
})

it('looks for nobody before anybody has signed in, and gives nothing to another person', async () => {
  readEarly()
  expect(window.earlyLines).toBeUndefined()

  signIn()
  readEarly()
  expect(await takeEarlyLines(personId('another'))).toBeNull()
})

it('finds nothing where the store is still of the version before', async () => {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(1).stores({ documents: 'id', photos: '[document_id+sha256]' })
  await old.table('documents').put({ id: documentId(1), value: { payload: makePayload(), edition: 1 } })
  old.close()
  signIn()
  const local = open()

  readEarly()

  expect(await local.lines.early()).toBeNull()
  local.close()
})
