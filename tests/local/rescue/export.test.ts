// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import type { NewPerson } from '../../../src/domain/ports.ts'
import { peopleHere } from '../../../src/local/rescue/raw.ts'
import { nothingWaits, readStanding } from '../../../src/local/rescue/export.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makePayload, personId } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'
import { contentOf, exportFrom, rescueOn, rowsOf } from './rescue-device.ts'

let device: FakeDevice
const [scene, group] = [makePicture('scene'), makePicture('group')]
const draft = (n: number, photos = [scene]) =>
  makePayload({ id: documentId(n), revision: 0, photos: photos.map(({ entry }) => entry) })
const typed: NewPerson = { id: personId('typed'), name: '新来的护士', organisation_id: 121, title_level: 'junior', category: 'nursing' }

beforeEach(() => {
  device = new FakeDevice(authorId)
})

const deliver = async (n: number) => {
  const parcel = await device.local.outbox.take(documentId(n), hashText)
  if (parcel) await device.local.outbox.acknowledge(parcel.id, parcel.sha256)
}

describe('an export', () => {
  it('[E1] holds each waiting record with its fixed text, its pictures, the people typed and the device', async () => {
    await device.local.records.save(draft(1, [scene, group]), [scene.file, group.file], 5)
    const parcel = await device.local.outbox.take(documentId(1), hashText)
    await device.local.outbox.refuse(documentId(1), parcel?.sha256 ?? '' as never, ['conflict'])
    await device.local.outbox.addPerson(typed)
    const own = await device.local.device.read()

    const [manifest, record, ...pictures] = await contentOf(await exportFrom(device))

    expect(manifest?.thing).toMatchObject({
      what: 'manifest', v: 1, person: authorId, name: '王医生', records: 1, pictures: 2, people: [typed], device: own, store: 5,
    })
    const held = await device.local.records.read(documentId(1))
    expect(record?.thing).toEqual({ what: 'record', id: documentId(1), held: { record: held?.record, entry: held?.entry } })
    expect(held?.entry).toMatchObject({ state: 'refused', codes: ['conflict'], envelope: { sha256: parcel?.sha256 } })
    expect(pictures.map(({ bytes }) => Buffer.from(bytes).toString()).sort()).toEqual(['picture group', 'picture scene'])
  })

  it('[E1] leaves out what the server has verified, and not what it has only received', async () => {
    for (const n of [1, 2, 3]) await device.local.records.save(draft(n), [scene.file], n)
    for (const n of [1, 2]) await deliver(n)
    const photo = { sha256: scene.entry.sha256, type: 'image/jpeg', attempts: 0 }
    await device.local.photoQueue.mark({ ...photo, document_id: documentId(1) }, 'verified')
    await device.local.photoQueue.mark({ ...photo, document_id: documentId(2) }, 'received')

    const things = await contentOf(await exportFrom(device))

    expect(things.map(({ thing }) => [thing.what, thing.what === 'record' ? thing.id : ''])).toEqual([
      ['manifest', ''], ['record', documentId(3)], ['picture', ''], ['record', documentId(2)], ['picture', ''],
    ])
    expect(await rescueOn(device).standing()).toEqual({ ...nothingWaits, records: 2, pictures: 2 })
  })

  it('[E1] leaves records of colleagues out', async () => {
    await device.local.records.save({ ...draft(1), author_id: colleagueId }, [scene.file], 1)
    await deliver(1)

    expect(await rescueOn(device).standing()).toEqual(nothingWaits)
  })

  it('[E2] changes nothing in the store', async () => {
    await device.local.records.save(draft(1), [scene.file], 5)
    const before = await rowsOf(device.disk, authorId)

    await exportFrom(device)

    expect(await rowsOf(device.disk, authorId)).toEqual(before)
  })
})

describe('a store', () => {
  it('[E2] of version 1 is read as it is and stays one', async () => {
    const disk = new IDBFactory()
    const old = new Dexie(`xingxun-${authorId}`, { indexedDB: disk, IDBKeyRange })
    old.version(1).stores({
      documents: 'id', outbox: 'id', photos: '[document_id+sha256], document_id',
      photoBytes: '[document_id+sha256], document_id', people: 'key', packs: 'key', cursors: 'key', preferences: 'key',
      events: '++seq',
    })
    const record = (n: number) => ({ payload: draft(n), edition: 3, revision: 1, parents: [], acknowledged: null, touched: n })
    const entry = { state: 'queued', envelope: null, edition: 2, attempts: 4, codes: [] }
    const key = { document_id: documentId(1), sha256: scene.entry.sha256 }
    await old.table('documents').bulkPut([1, 2].map((n) => ({ id: documentId(n), value: record(n) })))
    await old.table('outbox').put({ id: documentId(1), value: entry })
    await old.table('photos').put({ ...key, value: { state: 'waiting', type: 'image/jpeg', attempts: 0 } })
    await old.table('photoBytes').put({ ...key, value: scene.file.bytes })
    old.close()

    const things = await contentOf(await exportFrom({ disk, person: authorId }))

    expect(things[0]?.thing).toMatchObject({ store: 1, records: 1, pictures: 1 })
    expect(things[1]?.thing).toEqual({ what: 'record', id: documentId(1), held: { record: record(1), entry } })
    expect(Buffer.from(things[2]?.bytes ?? []).toString()).toBe('picture scene')
    expect((await disk.databases()).map(({ version }) => version)).toEqual([10])
  })

  it('[E2] that is not there is not made', async () => {
    const disk = new IDBFactory()

    expect(await readStanding(disk, authorId)).toBeNull()
    expect(await disk.databases()).toEqual([])
  })

  it('[E2] lets go of itself when a newer release wants to change it', async () => {
    await device.local.records.save(draft(1), [], 5)
    device.local.close()
    const { openRaw } = await import('../../../src/local/rescue/raw.ts')
    await openRaw(device.disk, authorId)

    const changed = await new Promise((resolve, reject) => {
      const request = device.disk.open(`xingxun-${authorId}`, 1_000)
      request.onsuccess = () => resolve(request.result.version)
      request.onblocked = () => reject(new Error('blocked'))
    })

    expect(changed).toBe(1_000)
  })

  it('[E2] is found for each person of the browser, by the one who used it last where stores are not listed', async () => {
    await device.local.device.read()
    const other = new IDBFactory()
    const silent = { open: other.open.bind(other) } as unknown as IDBFactory

    expect(await peopleHere(device.disk, [])).toEqual([authorId])
    expect(await peopleHere(silent, [colleagueId])).toEqual([colleagueId])
  })
})
