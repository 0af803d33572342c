// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb'
import type { Payload } from '../../src/domain/document.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import type { PulledDocument } from '../../src/domain/ports.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makeParcel, makePayload } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

let device: FakeDevice
beforeEach(() => {
  device = new FakeDevice(authorId)
})

const id = documentId(1)
const scene = makePicture('scene')
const draft = (title = '义诊', revision = 0) =>
  makePayload({ id, revision, status: 'draft', sealed: null, header: makeHeader({ title }), photos: [scene.entry] })
const read = () => device.local.records.read(id)
const take = () => device.local.outbox.take(id, hashText)
const pulled = (revision: number, title: string): [PulledDocument, ReturnType<typeof draft>] => {
  const payload = draft(title, revision)
  const { sha256, text } = makeParcel(payload)
  return [{ id, revision, sha256, text, received_at: '2026-05-08T06:00:00.000Z', photos: [] }, payload]
}

describe('a save', () => {
  it('[S1] is one strict transaction over content with its outbox entry, and bytes', async () => {
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await device.local.records.list()
    opened.mockClear()

    await device.local.records.save(draft(), [scene.file], 7)

    const calls = [...opened.mock.calls]
    opened.mockRestore()
    const [stores, mode, options] = calls[0] ?? []
    expect(calls).toHaveLength(1)
    expect([[...(stores as string[])].sort(), mode, options]).toEqual(
      [['documents', 'lineLog', 'photoBytes', 'photos'], 'readwrite', { durability: 'strict' }])
    expect((await read())?.entry).toMatchObject({ state: 'queued', envelope: null })
    expect((await read())?.photos.get(scene.entry.sha256)).toMatchObject({ state: 'waiting', attempts: 0 })
    expect(await device.local.records.photo(id, scene.entry.sha256)).toEqual(scene.file.bytes)
  })

  it.each(['documents', 'lineLog', 'photos', 'photoBytes'])('[S1] leaves nothing behind when %s cannot be written', async (store) => {
    await device.local.records.save(draft('旧'), [], 1)
    const full = (['put', 'add'] as const).map((name) => {
      const write = IDBObjectStore.prototype[name]
      return vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, ...given) {
        if (this.name === store) throw new DOMException('full', 'QuotaExceededError')
        return write.apply(this, given)
      })
    })

    await expect(device.local.records.save(draft('新'), [scene.file], 2)).rejects.toMatchObject({ name: 'QuotaExceededError' })
    for (const each of full) each.mockRestore()

    const view = await read()
    expect(view?.record).toMatchObject({ edition: 1, payload: { header: { title: '旧' } } })
    expect(view?.photos.size).toBe(0)
    expect(await device.local.records.photo(id, scene.entry.sha256)).toBeUndefined()
  })

  it('[S2] is there after the app is killed, once it was reported', async () => {
    await device.local.records.save(draft(), [scene.file], 1)

    device.restart()

    expect((await read())?.record.payload).toEqual(draft())
    expect(await device.local.outbox.due()).toEqual([id])
  })

  it('[S2] is reported when it is complete, not before', async () => {
    const { transaction } = IDBDatabase.prototype
    let complete = 0
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
      const made = transaction.apply(this, given)
      if (given[1] === 'readwrite') made.addEventListener('complete', () => (complete += 1))
      return made
    })
    await device.local.records.list()
    expect(complete).toBe(0)

    await device.local.records.save(draft(), [scene.file], 1)

    opened.mockRestore()
    expect(complete).toBe(1)
  })

  it('[S2] killed in the middle is either whole or not there', async () => {
    for (let turns = 0; turns < 40; turns += 1) {
      device = new FakeDevice(authorId)
      await device.local.records.list()
      let said = false
      const saving = device.local.records.save(draft(), [scene.file], 1).then(() => (said = true), () => undefined)
      for (let n = 0; n < turns; n += 1) await new Promise(setImmediate)
      const reported = said
      device.restart()
      await saving

      const view = await read()
      const bytes = await device.local.records.photo(id, scene.entry.sha256)
      expect([view !== undefined, view?.entry !== undefined, view?.photos.size === 1, bytes !== undefined])
        .toEqual(Array(4).fill(view !== undefined))
      if (reported) expect(view).toBeDefined()
    }
  })

  it('[S7] of a picture that the server holds leaves its state alone', async () => {
    await device.local.records.save(draft(), [scene.file], 1)
    const photo = { document_id: id, sha256: scene.entry.sha256, type: 'image/jpeg', attempts: 0 }
    for (const state of ['received', 'verified'] as const) {
      await device.local.photoQueue.mark(photo, state)
      await device.local.records.save(draft(), [scene.file], 2)
      expect((await read())?.photos.get(scene.entry.sha256)?.state).toBe(state)
    }
    await device.local.photoQueue.mark(photo, 'refused')

    await device.local.records.save(draft(), [scene.file], 3)

    expect((await read())?.photos.get(scene.entry.sha256)?.state).toBe('waiting')
  })

  it('[S6] over content that a pull has replaced is merged with it, at every further save too', async () => {
    const [first, content] = pulled(1, '一')
    await device.local.records.accept(first, content, 0)
    const open = (await read())?.record.payload as typeof content
    const [newer, theirs] = pulled(2, '别的手机改了')
    await device.local.records.accept(newer, theirs, 0)

    for (const place_name of ['村', '村委会', '村委会大院']) {
      await device.local.records.save({ ...open, header: { ...open.header, place_name } }, [], 0)
      expect((await read())?.record.payload.header).toMatchObject({ title: '别的手机改了', place_name })
    }

    expect((await take())?.parents).toEqual([newer.sha256])
  })

  it('[S6] over another word for the same field keeps both until the person decides', async () => {
    const [first, content] = pulled(1, '一')
    await device.local.records.accept(first, content, 0)
    const open = (await read())?.record.payload as typeof content
    const [newer, theirs] = pulled(2, '别的手机改了')
    await device.local.records.accept(newer, theirs, 0)

    for (const title of ['这里也改了', '又改'])
      await device.local.records.save({ ...open, header: { ...open.header, title } }, [], 0)

    expect(await read()).toMatchObject({
      record: { payload: { header: { title: '又改' } }, rival: { payload: { header: { title: '别的手机改了' } }, sha256: newer.sha256 } },
      entry: { state: 'refused', codes: ['conflict'] },
    })
    expect(await take()).toBeNull()
  })
})

describe('two tabs at one record', () => {
  const opened = async () => (await read())!.record
  const save = ({ payload }: { payload: Payload }, header: Partial<Payload['header']>, form = payload, edition = 1) =>
    device.local.records.save({ ...form, header: { ...form.header, ...header } }, [], 0, { payload: form, edition })

  it('[M8] keep what each filled in, and each save says what stands then', async () => {
    await device.local.records.save(draft(), [], 1)
    const [one, two] = [await opened(), await opened()]

    const first = await save(one, { place_name: '村委会' })
    const second = await save(two, { title: '第二页改了' })

    expect(first.payload.header).toMatchObject({ place_name: '村委会' })
    expect(second.payload.header).toMatchObject({ place_name: '村委会', title: '第二页改了' })
    expect(await opened()).toMatchObject({ payload: second.payload, edition: second.edition })
  })

  it('[M8] have the later word stand in a field that both filled in, and all else of both, where no server has the record', async () => {
    await device.local.records.save(draft(), [], 1)
    const [one, two] = [await opened(), await opened()]

    await save(one, { place_name: '村委会', title: '先' })
    await save(two, { title: '后' })

    expect((await opened()).payload.header).toMatchObject({ place_name: '村委会', title: '后' })
  })

  it('[M8] ask the person about such a field once a server has the record', async () => {
    const [first, content] = pulled(1, '一')
    await device.local.records.accept(first, content, 0)
    const { edition, payload } = await opened()

    await save({ payload }, { title: '先' }, payload, edition)
    await save({ payload }, { title: '后' }, payload, edition)

    expect(await read()).toMatchObject({
      record: { payload: { header: { title: '后' } }, rival: { payload: { header: { title: '先' } }, owed: true } },
      entry: { state: 'refused', codes: ['conflict'] },
    })
  })

  it('[M8] lose nothing beside a version that waits for the person either', async () => {
    const [first, content] = pulled(1, '一')
    await device.local.records.accept(first, content, 0)
    const open = (await opened()).payload
    const [newer, theirs] = pulled(2, '别的手机改了')
    await device.local.records.accept(newer, theirs, 0)
    await device.local.records.save({ ...open, header: { ...open.header, title: '这里也改了' } }, [], 0)
    const { payload, edition } = await opened()

    await save({ payload }, { place_name: '村委会' }, payload, edition)
    await save({ payload }, { summary: '另一页写的小结' }, payload, edition)

    expect((await opened()).payload.header).toMatchObject({ place_name: '村委会', summary: '另一页写的小结', title: '这里也改了' })
    expect((await opened()).rival?.sha256).toBe(newer.sha256)
  })
})

describe('a list', () => {
  it('has the newest first, each with its own entry and the pictures it lists', async () => {
    const other = makePicture('other')
    await device.local.records.save(draft(), [scene.file, other.file], 5)
    await device.local.records.save(makePayload({ id: documentId(2), revision: 0 }), [], 9)

    const list = await device.local.records.list()

    expect(list.map(({ record }) => record.payload.id)).toEqual([documentId(2), id])
    expect(list.map(({ photos }) => [...photos.keys()])).toEqual([[], [scene.entry.sha256]])
  })
})

describe('a draft', () => {
  it('[S5] that never left is dropped whole', async () => {
    await device.local.records.save(draft(), [scene.file], 1)

    expect(await device.local.records.discard(id)).toBe(true)

    expect(await read()).toBeUndefined()
    expect(await device.local.outbox.due()).toEqual([])
    expect(await device.local.records.photo(id, scene.entry.sha256)).toBeUndefined()
  })

  it('[S5] of which a text was fixed is not dropped, whatever became of the text', async () => {
    const { outbox, records } = device.local
    const refuse = async () => {
      const parcel = await take()
      await records.save(draft('改'), [], 2)
      await outbox.refuse(id, parcel?.sha256 as Sha256, ['payload:hash'])
    }
    for (const happens of [() => take(), () => outbox.fix(id, hashText), refuse]) {
      await records.save(draft(), [], 1)
      await happens()

      expect(await records.discard(id)).toBe(false)
    }
  })

  it('[S5] that came from the server is not dropped', async () => {
    await device.local.records.accept(...pulled(1, '一'), 0)

    expect(await device.local.records.discard(id)).toBe(false)
    expect(await device.local.records.discard(documentId(8))).toBe(false)
  })
})
