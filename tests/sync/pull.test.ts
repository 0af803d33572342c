// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { PulledPage } from '../../src/domain/ports.ts'
import { success } from '../../src/domain/failure.ts'
import { returnedKey } from '../../src/domain/reports.ts'
import { pullOwn } from '../../src/sync/pull.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makeHeader, makeParcel, makePayload, personId } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

let device: FakeDevice
let server: ModelServer
let remote: FakeRemote

beforeEach(() => {
  device = new FakeDevice(authorId)
  server = new ModelServer()
  remote = new FakeRemote(server, authorId)
})

const take = () => pullOwn({ local: device.local, remote, now: () => 0 })
const titled = (n: number, revision: number, title: string) =>
  makePayload({ id: documentId(n), revision, header: makeHeader({ title }) })
/** Another phone of the same person has sent this. */
const sent = (n: number, revision: number, title: string, photos: Parameters<typeof makePayload>[0] = {}) => {
  const parents = server.documents.get(documentId(n))?.revisions.map(({ sha256 }) => sha256) ?? []
  const [word] = server.push(authorId, [makeParcel({ ...titled(n, revision, title), ...photos }, parents)], [])
  expect(word?.verdict).toBe('applied')
}
const titleOf = async (n: number) => (await device.local.records.read(documentId(n)))?.record.payload.header.title
const cursor = () => device.local.cursors.get('own')

describe('a pull', () => {
  it('[L1] brings what another phone sent, unless this one has changes of its own', async () => {
    sent(1, 1, '别的手机')
    sent(2, 1, '别的手机')
    await device.local.records.save(titled(2, 0, '这部手机'), [], 0)

    await take()

    expect([await titleOf(1), await titleOf(2)]).toEqual(['别的手机', '这部手机'])
    sent(1, 3, '又改了')
    await take()
    expect(await titleOf(1)).toBe('又改了')
  })

  it('[L2] keeps the content it has when the pulled one is not newer', async () => {
    sent(1, 5, '第五版')
    await take()
    const pulled = server.pull(authorId, null).documents[0] as PulledPage['documents'][number]

    for (const revision of [4, 5]) await device.local.records.accept({ ...pulled, revision }, titled(1, revision, '旧'), 0)

    expect(await titleOf(1)).toBe('第五版')
  })

  it('[L6] takes over the status that a reviewer has given, unless the record was edited here', async () => {
    const statusOf = async () => (await device.local.records.read(documentId(1)))?.record.payload.status
    sent(1, 1, '待审核')
    await take()
    const pulled = server.pull(authorId, null).documents[0] as PulledPage['documents'][number]

    await device.local.records.accept({ ...pulled, status: 'returned' }, titled(1, 1, '待审核'), 0)
    expect(await statusOf()).toBe('returned')

    await device.local.records.save(titled(1, 1, '重新修改'), [], 0)
    await device.local.records.accept({ ...pulled, status: 'approved' }, titled(1, 1, '待审核'), 0)
    expect([await statusOf(), await titleOf(1)]).toEqual(['submitted', '重新修改'])
  })

  it('[L8] keeps why a record was returned, also of one with changes of its own', async () => {
    const returned = { decision: 'returned', reason: '请补充照片', revision: 1, at: '2026-05-09T01:00:00.000Z', reviewer: '韦雪' } as const
    sent(1, 1, '待审核')
    await take()
    await device.local.records.save(titled(1, 1, '重新修改'), [], 0)
    const { documents, ...page } = server.pull(authorId, null)
    remote.pullOwn = async () => success({ ...page, documents: documents.map((each) => ({ ...each, status: 'returned', returned })) })

    expect(await take()).toMatchObject({ done: true })

    expect(await device.restart().preferences.get(returnedKey(documentId(1)))).toEqual(returned)
    expect(await titleOf(1)).toBe('重新修改')
  })

  it('[L3] takes over the states of the pictures, also of a record with changes of its own', async () => {
    const scene = makePicture('scene')
    const payload = { ...titled(1, 0, '照片'), photos: [scene.entry] }
    await device.local.records.save(payload, [scene.file], 0)
    sent(1, 1, '照片和别的', { photos: [scene.entry] })
    server.store(authorId, documentId(1), scene.entry.sha256, scene.file.bytes)
    server.confirm()

    await take()

    const view = await device.local.records.read(documentId(1))
    expect(view?.photos.get(scene.entry.sha256)?.state).toBe('verified')
    expect(view?.record.rival?.payload.header.title).toBe('照片和别的')
  })

  it('[L4] keeps nothing that another person wrote, and does not move the cursor by it', async () => {
    const other = personId('somebody else')
    server.push(other, [makeParcel(makePayload({ author_id: other }))], [])
    remote = new FakeRemote(server, other)

    const outcome = await take()

    expect(outcome).toMatchObject({ done: false, failure: { code: 'signedOut' } })
    expect(await device.local.records.list()).toEqual([])
    expect(await cursor()).toBeNull()
  })

  it('[L4] keeps nothing of another author from a server that does not say whose page it is', async () => {
    const other = personId('somebody else')
    server.push(other, [makeParcel(makePayload({ author_id: other }))], [])
    const { documents, cursor: moved } = server.pull(other, null)
    remote.pullOwn = async () => success({ documents, complete: true, cursor: moved })

    expect(await take()).toMatchObject({ done: false, failure: { code: 'signedOut' } })
    expect(await device.local.records.list()).toEqual([])
  })

  it('[L7] keeps a colleague\'s record of a team one is in, brings its news, and sends nothing of it', async () => {
    const other = personId('somebody else')
    const theirs = (revision: number, title: string) => ({ ...titled(1, revision, title), author_id: other })
    const first = makeParcel(theirs(1, '同事的检查'))
    server.push(other, [first], [])
    await take()
    expect(await device.local.records.list()).toEqual([])

    server.join(documentId(1), authorId)
    await take()
    expect(await titleOf(1)).toBe('同事的检查')
    server.push(other, [makeParcel(theirs(2, '同事又改了'), [first.sha256])], [])
    await take()

    expect(await titleOf(1)).toBe('同事又改了')
    expect(await device.local.outbox.due()).toEqual([])
  })

  it('[L5] notes a text that cannot be read and takes the others', async () => {
    sent(1, 1, '好的')
    const pulled = server.pull(authorId, null).documents[0] as PulledPage['documents'][number]
    const broken = ['{', 'null', '{"id":1}'].map((text, n) => ({ ...pulled, id: documentId(n + 2), text }))
    remote.pullOwn = async () => success({
      documents: [...broken, pulled], complete: true, cursor: { epoch: 'epoch-1', xid: '9' },
    })

    const outcome = await take()

    expect(outcome.done).toBe(true)
    expect((await device.local.records.list()).map(({ record }) => record.payload.id)).toEqual([documentId(1)])
    expect((await device.local.events.last()).map(({ name }) => name)).toEqual(Array(3).fill('pulled text unreadable'))
  })
})

describe('the cursor', () => {
  it('[C1] moves only after its page is kept', async () => {
    sent(1, 1, '一')
    const accept = vi.spyOn(device.local.records, 'accept').mockRejectedValueOnce(new Error('disk'))

    await expect(take()).rejects.toThrow('disk')
    expect(await cursor()).toBeNull()
    accept.mockRestore()
    await take()

    expect(await titleOf(1)).toBe('一')
    expect(await cursor()).toEqual({ epoch: 'epoch-1', xid: '1' })
  })

  it('[C2] goes on until a page is marked complete', async () => {
    for (let n = 1; n <= 5; n += 1) sent(n, 1, '义诊')
    remote.pageSize = 2

    await take()

    expect(await device.local.records.list()).toHaveLength(5)
    expect(remote.requests).toHaveLength(3)
  })

  it('[C2] stays where it is when the page is lost or has no mark', async () => {
    for (let n = 1; n <= 3; n += 1) sent(n, 1, '义诊')
    remote.pageSize = 2
    remote.faults = [null, 'html']

    const outcome = await take()

    expect(outcome).toMatchObject({ done: false, failure: { code: 'offline' } })
    expect(await cursor()).toEqual({ epoch: 'epoch-1', xid: '2' })
  })

  it('[C3] that stands still on an incomplete page ends the pull', async () => {
    remote.pullOwn = async () => success({ documents: [], complete: false, cursor: { epoch: 'epoch-1', xid: '4' } })

    const outcome = await take()

    expect(outcome).toMatchObject({ done: false, failure: { code: 'unknown' } })
  })

  it('[C4] of another epoch begins at the beginning', async () => {
    sent(1, 1, '一')
    await take()
    device.local.cursors.put('own', { epoch: 'epoch-1', xid: '900' })
    server.epoch = 'epoch-2'
    sent(2, 1, '二')

    expect(await take()).toMatchObject({ done: false, goOn: true })
    expect([await titleOf(2), await cursor()]).toEqual([undefined, { epoch: 'epoch-2', xid: '0' }])

    await take()

    expect(await titleOf(2)).toBe('二')
    expect(await cursor()).toEqual({ epoch: 'epoch-2', xid: '2' })
  })
})
