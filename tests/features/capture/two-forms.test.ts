import { describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { amendmentsOf } from '../../../src/features/capture/amendment.ts'
import { seal } from '../../../src/features/capture/submit.ts'
import { useDraft } from '../../../src/features/capture/use-draft.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, makePayload, makePhotoEntry } from '../../make/payload.ts'

const base = makePayload({ revision: 0, status: 'draft', sealed: null, photos: [] })
const sealing = (content: Payload) => seal(content, 1000, { id: base.device_id, sealed: 7 } as never, 'v1')
const titled = (title: string) => ({ header: { ...base.header, title } })
const placed = { header: { ...base.header, place_name: '乙地' } }

/** A draft on a device, which the server has acknowledged or has never heard of, and forms on it. */
async function begin(acknowledged = false) {
  const { local } = new FakeDevice(authorId)
  await local.records.save(base, [], 0)
  const acknowledge = async () => local.outbox.acknowledge(base.id, (await local.outbox.take(base.id, hashText))!.sha256)
  if (acknowledged) await acknowledge()
  const open = async (amending = false) => {
    const workplace = { local, sync: { soon: vi.fn(), now: vi.fn(), stop: vi.fn() } } as unknown as Workplace
    const container = { clock: { now: () => 0 }, workplace: shallowRef(workplace) } as unknown as Container
    let draft = undefined as ReturnType<typeof useDraft> | undefined
    const app = createApp({ setup: () => (draft = useDraft(base.id, amending), () => null) })
    app.provide(containerKey, container).mount(document.createElement('div'))
    await draft!.loaded
    return Object.assign(draft!, { close: () => app.unmount() })
  }
  return { local, open, acknowledge, now: async () => (await local.records.read(base.id))! }
}

describe.each([false, true])('[M8] two forms on one record (which a server has: %s)', (acknowledged) => {
  it('leave what one of them sealed as it is: the other is filled in no more', async () => {
    const { local, open, now } = await begin(acknowledged)
    const [a, b] = [await open(), await open()]
    await a.changeNow(titled('签的是这个'))
    await a.finish(sealing)
    await local.outbox.fix(base.id, hashText)
    await vi.waitFor(() => expect(b.handedIn.value).toBe(true))

    await b.changeNow(titled('签后改的'))

    expect((await now()).record.payload).toMatchObject({ status: 'submitted', header: { title: '签的是这个' } })
    expect(a.handedIn.value).toBe(false)
  })

  it('ask the person where one was sealed over what the other had not saved yet', async () => {
    const { local, open, now } = await begin(acknowledged)
    const [a, b] = [await open(), await open()]
    b.change(titled('另一页'))
    await a.finish(sealing)
    await local.outbox.fix(base.id, hashText)

    await b.flush()

    const { record, entry } = await now()
    expect([record.rival?.payload.status, record.payload.header.title, entry?.codes]).toEqual(['submitted', '另一页', ['conflict']])
  })

  it.each([['unsaved words', true], ['none', false]])('seal what the other saved just before, beside %s of its own', async (_, typing) => {
    const { open, now } = await begin(acknowledged)
    const [a, b] = [await open(), await open()]
    if (typing) a.change(titled('甲'))
    await b.changeNow(placed)

    expect(await a.finish(sealing)).toBe(true)

    expect((await now()).record.payload).toMatchObject({ status: 'submitted', header: { place_name: '乙地', ...(typing ? { title: '甲' } : {}) } })
  })

  it('are never both the same form: on a full disk it is asked about nothing, and takes nothing back', async () => {
    const { local, open, now } = await begin(acknowledged)
    const draft = await open()
    const save = local.records.save
    vi.spyOn(local.records, 'save').mockImplementation(async (payload, bytes, ...rest) => {
      if (bytes.length > 0) throw new DOMException('full', 'QuotaExceededError')
      return save(payload, bytes, ...rest)
    })
    const photo = makePhotoEntry('first')
    draft.addBytes({ sha256: photo.sha256, type: photo.type, bytes: new ArrayBuffer(8) })
    for (const title of ['打错了', '又错了']) await draft.changeNow({ photos: [photo], ...titled(title) })

    await draft.changeNow({ photos: [], ...titled(base.header.title) })

    const { record } = await now()
    expect([record.payload.header.title, record.rival, draft.state.value]).toEqual([base.header.title, undefined, 'saved'])
  })
})

it('[M8] a void of a record that no server has is not undone by what another form had not saved', async () => {
  const { local, open, now } = await begin()
  const [a, b] = [await open(), await open()]
  b.change(titled('另一页'))
  await a.finish((content) => ({ ...sealing(content), status: 'void' }))
  await b.flush()
  expect((await now()).record.payload.status).toBe('void')
  expect(b.state.value).toBe('failed')

  await local.outbox.fix(base.id, hashText)
  await b.flush()

  expect((await now()).record.rival?.payload.status).toBe('void')
})

it('[M7] a correction begun before another device corrected the record asks the person when it is handed in', async () => {
  const { local, open, acknowledge, now } = await begin()
  const form = await open()
  await form.finish(sealing)
  await acknowledge()
  const first = await open(true)
  await first.changeNow({ ...titled('这里改的'), amend_reason: '写错了' })
  first.close()
  const theirs: Payload = { ...(await now()).record.payload, ...placed, revision: 2, amend_reason: '另一台改的' }
  const text = JSON.stringify(theirs)
  await local.records.accept({ id: base.id, sha256: await hashText(text), revision: 2, text, received_at: '2026-01-01T00:00:00Z', photos: [] }, theirs, 0)

  const again = await open(true)
  await again.finish((content) => ({ ...sealing(content), status: 'submitted' }))

  expect((await now()).record).toMatchObject({ payload: { header: { title: '这里改的' } }, rival: { payload: { header: { place_name: '乙地' } } } })
})

describe('[M8] two forms that correct one record', () => {
  async function submitted() {
    const stage = await begin()
    const form = await stage.open()
    await form.finish(sealing)
    await stage.acknowledge()
    form.close()
    return { ...stage, a: await stage.open(true), b: await stage.open(true) }
  }
  type Form = Awaited<ReturnType<typeof submitted>>['a']
  const handIn = (form: Form) => form.finish((content) => ({ ...sealing(content), status: 'submitted' }))
  const photo = makePhotoEntry('first')
  const bytes = { sha256: photo.sha256, type: photo.type, bytes: new ArrayBuffer(8) }

  it('keep what each of them was told, pictures and the reason too, and show it after the next save', async () => {
    const { a, b, now, local } = await submitted()
    a.addBytes(bytes)
    await a.changeNow({ ...titled('甲改的'), photos: [photo], amend_reason: '名称写错' })
    await b.changeNow(placed)
    expect(b.payload.value).toMatchObject({ amend_reason: '名称写错', header: { title: '甲改的', place_name: '乙地' } })
    await a.changeNow({ ...titled('甲又改的') })

    expect(await handIn(b)).toBe(true)

    expect((await now()).record.payload).toMatchObject({
      status: 'submitted', amend_reason: '名称写错', header: { title: '甲又改的', place_name: '乙地' }, photos: [{ sha256: photo.sha256 }],
    })
    expect(await local.records.photo(base.id, photo.sha256)).toEqual(bytes.bytes)
  })

  it('take the word of the one that saved last, where both changed one field', async () => {
    const { a, b, now } = await submitted()
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    await b.changeNow(titled('乙改的'))
    await handIn(b)
    expect((await now()).record.payload).toMatchObject({ amend_reason: '名称写错', header: { title: '乙改的' } })
  })

  it('go on from what is typed while a save is under way', async () => {
    const { a, b, now } = await submitted()
    await a.changeNow({ ...placed, amend_reason: '地点写错' })
    b.change(titled('乙改'))
    const saved = b.flush()
    b.change(titled('乙改的'))
    await saved
    await b.flush()
    await handIn(a)
    expect((await now()).record.payload.header).toMatchObject({ title: '乙改的', place_name: '乙地' })
  })

  it('show what the other saved, so that what is handed in was seen', async () => {
    const { a, b, now } = await submitted()
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    await b.settle()
    await b.changeNow({ amend_reason: '' })

    await vi.waitFor(() => expect(a.payload.value?.amend_reason).toBe(''))
    await b.changeNow({ header: { ...b.payload.value!.header, ...placed.header, title: '甲改的' } })
    await a.settle()
    expect(a.payload.value?.header).toMatchObject({ place_name: '乙地' })
    await handIn(a)
    expect((await now()).record.payload.header).toMatchObject({ title: '甲改的', place_name: '乙地' })
  })

  it.each([['handed in', handIn], ['given up', (form: Form) => form.dropAmendment()]] as const)('are over both when one was %s', async (_, end) => {
    const { a, b, local, now } = await submitted()
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    await b.settle()
    await end(a)
    const { record } = await now()

    expect(await handIn(b)).toBe(false)
    await vi.waitFor(() => expect(b.handedIn.value).toBe(true))
    expect([a.handedIn.value, (await now()).record.edition, (await now()).record.rival]).toEqual([false, record.edition, undefined])
    expect(await amendmentsOf(local).read(base.id)).toBeNull()
  })

  it('ask where one goes on with a correction that was handed in', async () => {
    const { a, b, now } = await submitted()
    await b.changeNow({ ...placed, amend_reason: '地点写错' })
    await a.settle()
    await a.changeNow(titled('甲改的'))
    b.change({ header: { ...placed.header, title: '乙改的' } })
    await handIn(a)
    expect(await handIn(b)).toBe(true)
    const { record, entry } = await now()
    expect([record.rival?.payload.header.title, record.payload.header.title, entry?.codes]).toEqual(['甲改的', '乙改的', ['conflict']])
  })

  it('keep what one was told in the moment that the other is handed in', async () => {
    const { a, b, local } = await submitted()
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    const save = local.records.save
    vi.spyOn(local.records, 'save').mockImplementationOnce(async (...given) => {
      const saved = await save(...given)
      await b.changeNow(placed)
      return saved
    })

    expect(await handIn(a)).toBe(true)

    expect((await amendmentsOf(local).read(base.id))?.payload.header.place_name).toBe('乙地')
    expect(b.payload.value?.header.place_name).toBe('乙地')
  })

  it('ask about what came before one of them was begun and after the other', async () => {
    const { a, open, now, local } = await submitted()
    const { record } = await now()
    await local.records.save({ ...record.payload, ...placed }, [], 1, record)
    const late = await open(true)
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    await late.changeNow({ amend_reason: '名称写错了' })

    await handIn(late)

    expect((await now()).record.rival?.payload.header.place_name).toBe('乙地')
  })

  it('are handed in, also where the copy cannot be taken away', async () => {
    const { a, local, now } = await submitted()
    await a.changeNow({ ...titled('甲改的'), amend_reason: '名称写错' })
    vi.spyOn(local.preferences, 'update').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    expect(await handIn(a)).toBe(true)
    expect((await now()).record.payload.header.title).toBe('甲改的')
  })

  it('do not bring back a picture that was taken out after the other had taken it', async () => {
    const { a, b, local } = await submitted()
    await b.changeNow({ amend_reason: '补照片' })
    a.addBytes(bytes)
    await a.changeNow({ photos: [photo] })
    await b.settle()
    expect(b.bytesOf(photo.sha256)).toEqual(bytes.bytes)
    vi.spyOn(local.records, 'save').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
    expect(await handIn(b)).toBe(false)

    await b.changeNow({ photos: [] })

    expect(b.payload.value?.photos).toEqual([])
    expect((await amendmentsOf(local).read(base.id))?.payload.photos).toEqual([])
  })
})
