import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import { readEarly, takeEarlyRows } from '../../src/local/early.ts'
import { openLocal } from '../../src/local/local.ts'
import { authorId, documentId, makePayload, personId } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

const open = () => openLocal(authorId, (bytes) => new Uint8Array(bytes))
const signIn = (person: string = authorId) => localStorage.setItem('xingxun.identity', JSON.stringify({ personId: person }))

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  Dexie.dependencies.indexedDB = globalThis.indexedDB
  localStorage.clear()
  delete window.earlyRows
})

it('finds the list that the store would give, once', async () => {
  const local = open()
  const scene = makePicture()
  await local.records.save(makePayload({ id: documentId(1), photos: [scene.entry] }), [scene.file], 1)
  await local.records.save(makePayload({ id: documentId(2) }), [], 2)
  signIn()

  readEarly()

  expect(await local.records.earlyList()).toEqual(await local.records.list())
  expect(await local.records.earlyList()).toBeNull()
  local.close()
})

it('makes no database, and finds nothing, where nobody kept anything', async () => {
  signIn()

  readEarly()

  expect(await takeEarlyRows(authorId)).toBeNull()
  expect(await indexedDB.databases()).toEqual([])
})

it('looks for nobody before anybody has signed in, and gives nothing to another person', async () => {
  readEarly()
  expect(window.earlyRows).toBeUndefined()

  signIn()
  readEarly()
  expect(await takeEarlyRows(personId('another'))).toBeNull()
})

it('gives no list where the store is still of the version before', async () => {
  const old = new Dexie(`xingxun-${authorId}`)
  old.version(1).stores({ documents: 'id', photos: '[document_id+sha256]' })
  await old.table('documents').put({ id: documentId(1), value: { payload: makePayload(), edition: 1 } })
  old.close()
  signIn()
  const local = open()

  readEarly()

  expect(await local.records.earlyList()).toBeNull()
  local.close()
})
