// @vitest-environment node
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { describe, expect, it, vi } from 'vitest'
import { listed } from '../../src/domain/listed-record.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makeParcel, makePayload } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

const draft = (n: number, title = `第${n}场`) =>
  makePayload({ id: documentId(n), revision: 0, status: 'draft', sealed: null, header: makeHeader({ title }) })

describe('the lines of lists', () => {
  it('hold what lists read of each record, and no more', async () => {
    const { local } = new FakeDevice(authorId)
    await local.records.save(draft(1), [], 7)

    expect((await local.lines.since(0)).changed).toEqual([{
      id: documentId(1), parent_id: null, author_id: authorId, kind: 'free_clinic', status: 'draft', practice: false, sealed: false, title: '第1场', place_name: '丰乐镇卫生院门前广场',
      short_no: 'YZ260508-001', day: '2026-05-08', host_area_id: 520326101, organisation_id: 121, recipient_org_id: 11010,
      lng: 107.8891, lat: 28.5312, touched: 7,
    }])
  })

  it('are given once, and then only those that changed', async () => {
    const { local } = new FakeDevice(authorId)
    for (const n of [1, 2, 3]) await local.records.save(draft(n), [], n)
    const first = await local.lines.since(0)

    await local.records.save(draft(2, '改了'), [], 9)
    const second = await local.lines.since(first.seq)

    expect(first.changed).toHaveLength(3)
    expect(second.changed.map(({ title }) => title)).toEqual(['改了'])
    expect((await local.lines.since(second.seq)).changed).toEqual([])
  })

  it('are one for each record, as its last save left it', async () => {
    const { local } = new FakeDevice(authorId)
    for (const n of [1, 2, 3]) await local.records.save(draft(1, `第${n}稿`), [], n)

    expect((await local.lines.since(0)).changed.map(({ title, touched }) => [title, touched])).toEqual([['第3稿', 3]])
  })

  it('are one for what is typed, and none once a draft is thrown away', async () => {
    const device = new FakeDevice(authorId)
    const texts = async () => {
      const disk = await new Dexie(`xingxun-${authorId}`, { indexedDB: device.disk, IDBKeyRange }).open()
      const rows = await disk.table<{ value: { title: string } | null }>('lineLog').toArray()
      disk.close()
      return rows.map(({ value }) => value?.title ?? null)
    }
    for (const title of ['张', '张三', '张三丰']) await device.local.records.save(draft(1, title), [], 1)
    expect(await texts()).toEqual(['张三丰'])
    device.restart()
    await device.local.records.save(draft(1, '张三丰义诊'), [], 1)
    expect(await texts()).toEqual(['张三丰', '张三丰义诊'])

    await device.local.records.discard(documentId(1))

    expect(await texts()).toEqual([null])
  })

  it('reach who watches them, as the record and what waits do, after a save of text', async () => {
    const { local } = new FakeDevice(authorId)
    const watched = { lines: -1, record: -1, waiting: -1 }
    const watch = <T>(what: keyof typeof watched, query: () => Promise<T>, count: (value: T) => number) =>
      local.watch(query, (value) => (watched[what] = count(value)), (error) => { throw error })
    const stops = [
      watch('lines', () => local.lines.since(0), ({ changed }) => changed.length),
      watch('record', () => local.records.read(documentId(1)), (view) => (view ? 1 : 0)),
      watch('waiting', () => local.outbox.standing(), ({ queued }) => queued),
    ]
    await vi.waitFor(() => expect(watched).toEqual({ lines: 0, record: 0, waiting: 0 }))

    await local.records.save(draft(1), [], 1)

    await vi.waitFor(() => expect(watched).toEqual({ lines: 1, record: 1, waiting: 1 }))
    for (const stop of stops) stop()
  })

  it('tell of a draft that was dropped, and of what a pull brought', async () => {
    const { local } = new FakeDevice(authorId)
    await local.records.save(draft(1), [], 1)
    const { seq } = await local.lines.since(0)

    await local.records.discard(documentId(1))
    const payload = makePayload({ id: documentId(2), status: 'submitted' })
    const { sha256, text } = makeParcel(payload)
    await local.records.accept({ id: payload.id, revision: 1, status: 'approved', sha256, text, received_at: '2026-05-08T06:00:00.000Z', photos: [] }, payload, 5)
    const changes = await local.lines.since(seq)

    expect(changes.dropped).toEqual([documentId(1)])
    expect(changes.changed.map(({ id, status }) => [id, status])).toEqual([[documentId(2), 'approved']])
  })

  it('and the pictures under way are made of what a device of the first version holds', async () => {
    const device = new FakeDevice(authorId)
    device.local.close()
    Dexie.dependencies.indexedDB = device.disk
    const old = new Dexie(`xingxun-${authorId}`)
    old.version(1).stores({ documents: 'id', outbox: 'id', photos: '[document_id+sha256], document_id', photoBytes: '[document_id+sha256], document_id',
      people: 'key', packs: 'key', cursors: 'key', preferences: 'key', events: '++seq' })
    const pictures = (['waiting', 'verified'] as const).map((state) => [state, makePicture(state).entry] as const)
    for (const n of [1, 2]) {
      const payload = { ...draft(n), photos: pictures.map(([, entry]) => entry) }
      await old.table('documents').put({ id: payload.id, value: { payload, edition: 1, revision: 1, parents: [], acknowledged: 'a', touched: n } })
    }
    for (const [state, { sha256 }] of pictures)
      await old.table('photos').put({ document_id: documentId(1), sha256, value: { state, type: 'image/webp', attempts: 0 } })
    old.close()

    const local = device.restart()

    expect([...(await local.lines.since(0)).changed].sort((a, b) => a.touched - b.touched)).toEqual([listed(draft(1), 1), listed(draft(2), 2)])
    expect(await local.photoQueue.waiting()).toBe(1)
    expect([...(await local.records.read(documentId(1)))?.photos.values() ?? []].map(({ state }) => state).sort()).toEqual(['verified', 'waiting'])
  })
})

it('several records are read in the order asked, without those that are not here', async () => {
  const { local } = new FakeDevice(authorId)
  const picture = makePicture('scene')
  for (const n of [1, 2, 3]) await local.records.save({ ...draft(n), photos: [picture.entry] }, n === 2 ? [picture.file] : [], n)

  const views = await local.records.several([documentId(3), documentId(9), documentId(2)])

  expect(views.map(({ record, entry, photos }) => [record.payload.id, entry?.state, photos.size])).toEqual(
    [[documentId(3), 'queued', 0], [documentId(2), 'queued', 1]])
})
