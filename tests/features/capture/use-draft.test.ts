import { describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { useDraft } from '../../../src/features/capture/use-draft.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, makePayload, makePhotoEntry } from '../../make/payload.ts'

const draftPayload = makePayload({ revision: 0, status: 'draft', sealed: null, photos: [] })

/** A draft on a screen of its own, on a fresh device. */
async function openDraft() {
  const { local } = new FakeDevice(authorId)
  await local.records.save(draftPayload, [], 0)
  const workplace = { local, sync: { soon: vi.fn(), now: vi.fn(), stop: vi.fn() } } as unknown as Workplace
  const container = { clock: { now: () => 0 }, workplace: shallowRef(workplace) } as unknown as Container
  let draft = undefined as ReturnType<typeof useDraft> | undefined
  const app = createApp({ setup: () => (draft = useDraft(draftPayload.id), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  await draft!.loaded
  return { local, draft: draft!, close: () => app.unmount() }
}

it('[S1] keeps the bytes of a picture that is made while the one before is being saved', async () => {
  const { local, draft, close } = await openDraft()
  const [first, second] = [makePhotoEntry('first'), makePhotoEntry('second')]
  const made = ({ sha256, type }: typeof first) => ({ sha256, type, bytes: new TextEncoder().encode(sha256).buffer as ArrayBuffer })

  const save = local.records.save
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  vi.spyOn(local.records, 'save').mockImplementationOnce(async (...saved) => {
    const stands = await save(...saved)
    await released
    return stands
  })

  draft.addBytes(made(first))
  const saving = draft.changeNow({ photos: [first] })
  await vi.waitFor(async () => expect(await local.records.photo(draftPayload.id, first.sha256)).toBeDefined())
  draft.addBytes(made(second))
  release()
  await Promise.all([saving, draft.changeNow({ photos: [first, second] })])

  expect(draft.state.value).toBe('saved')
  for (const { sha256 } of [first, second]) expect(await local.records.photo(draftPayload.id, sha256)).toBeDefined()
  close()
})

it('[S2] says that a save failed, and saves again, even when the log cannot be written either', async () => {
  const { local, draft, close } = await openDraft()
  const full = new DOMException('full', 'QuotaExceededError')
  vi.spyOn(local.records, 'save').mockRejectedValueOnce(full)
  vi.spyOn(local.events, 'note').mockRejectedValueOnce(full)

  await draft.changeNow({ amend_reason: '第一次' })
  expect(draft.state.value).toBe('failed')
  await draft.changeNow({ amend_reason: '第二次' })

  expect(draft.state.value).toBe('saved')
  expect((await local.records.read(draftPayload.id))?.record.payload.amend_reason).toBe('第二次')
  close()
})

it('[M8] shows what another tab saved, and keeps it when it saves what was typed meanwhile', async () => {
  const { local, draft, close } = await openDraft()
  const inOtherTab = async (header: Partial<typeof draftPayload.header>) => {
    const { record } = (await local.records.read(draftPayload.id))!
    await local.records.save({ ...record.payload, header: { ...record.payload.header, ...header } }, [], 1, record)
  }

  await inOtherTab({ place_name: '村委会' })
  await vi.waitFor(() => expect(draft.payload.value?.header.place_name).toBe('村委会'))

  draft.change({ amend_reason: '这一页打的字' })
  await inOtherTab({ title: '另一页的名称' })
  await draft.flush()
  expect(draft.state.value).toBe('saved')
  expect(draft.payload.value).toMatchObject({ amend_reason: '这一页打的字', header: { title: '另一页的名称', place_name: '村委会' } })

  await draft.changeNow({ amend_reason: '又打了几个字' })
  expect((await local.records.read(draftPayload.id))?.record.payload)
    .toMatchObject({ amend_reason: '又打了几个字', header: { title: '另一页的名称', place_name: '村委会' } })
  close()
})

it('[M8] goes on from what it has where somebody types while its save is laid over another tab\'s', async () => {
  const { local, draft, close } = await openDraft()
  const { record } = (await local.records.read(draftPayload.id))!
  draft.change({ amend_reason: '一' })
  await local.records.save({ ...record.payload, header: { ...record.payload.header, place_name: '村委会' } }, [], 1, record)

  const saving = draft.flush()
  await Promise.resolve()
  draft.change({ amend_reason: '一二' })
  await saving
  expect(draft.state.value).toBe('dirty')
  await draft.flush()

  expect((await local.records.read(draftPayload.id))?.record.payload).toMatchObject({ amend_reason: '一二', header: { place_name: '村委会' } })
  close()
})

describe('a disk that is full', () => {
  const full = () => new DOMException('full', 'QuotaExceededError')
  const made = ({ sha256, type }: ReturnType<typeof makePhotoEntry>) =>
    ({ sha256, type, bytes: new TextEncoder().encode(sha256).buffer as ArrayBuffer })
  const [first, second] = [makePhotoEntry('first'), makePhotoEntry('second')]
  const stored = async (local: Workplace['local']) => (await local.records.read(draftPayload.id))?.record.payload
  /** Saves with pictures find no room until it is lifted. */
  function fillUp(local: Workplace['local']) {
    const save = local.records.save
    const spy = vi.spyOn(local.records, 'save').mockImplementation(async (payload, bytes, ...rest) => {
      if (bytes.length > 0) throw full()
      return save(payload, bytes, ...rest)
    })
    return { spy, lift: () => spy.mockImplementation(save) }
  }

  it('[K6] keeps what was typed, saves it without the pictures that found no room, and says so until they are saved', async () => {
    const { local, draft, close } = await openDraft()
    const { spy, lift } = fillUp(local)
    draft.addBytes(made(first))

    await draft.changeNow({ photos: [first], amend_reason: '现场所见' })

    expect([draft.state.value, draft.trouble.value]).toEqual(['failed', { full: true, pictures: 1, unsaved: [first.sha256] }])
    expect(draft.payload.value).toMatchObject({ amend_reason: '现场所见', photos: [first] })
    expect(await stored(local)).toMatchObject({ amend_reason: '现场所见', photos: [] })
    const saves = spy.mock.calls.length
    await draft.flush()
    expect(spy.mock.calls.length).toBe(saves + 1)
    expect(draft.trouble.value).toEqual({ full: true, pictures: 1, unsaved: [first.sha256] })

    lift()
    await draft.flush()

    expect([draft.state.value, draft.trouble.value]).toEqual(['saved', null])
    expect(await stored(local)).toMatchObject({ amend_reason: '现场所见', photos: [first] })
    expect(await local.records.photo(draftPayload.id, first.sha256)).toBeDefined()
    close()
  })

  it('[K6] says that nothing is saved where the text finds no room either', async () => {
    const { local, draft, close } = await openDraft()
    const spy = vi.spyOn(local.records, 'save').mockRejectedValue(full())
    draft.addBytes(made(first))

    await draft.changeNow({ photos: [first] })

    expect([draft.state.value, draft.trouble.value]).toEqual(['failed', { full: true, pictures: 0, unsaved: [first.sha256] }])
    spy.mockRestore()
    await draft.flush()
    expect(draft.trouble.value).toBeNull()
    close()
  })

  it('[K6] hands in nothing without its pictures', async () => {
    const { local, draft, close } = await openDraft()
    await draft.changeNow({ amend_reason: '提交前' })
    fillUp(local)
    draft.addBytes(made(first))

    expect(await draft.finish((content) => ({ ...content, status: 'submitted', photos: [first] }))).toBe(false)

    expect(await stored(local)).toMatchObject({ status: 'draft', amend_reason: '提交前' })
    close()
  })

  it('needs no room for a picture that was taken out again', async () => {
    const { local, draft, close } = await openDraft()
    fillUp(local)
    draft.addBytes(made(first))
    draft.addBytes(made(second))
    await draft.changeNow({ photos: [first, second] })
    expect(draft.state.value).toBe('failed')

    await draft.changeNow({ photos: [] })

    expect([draft.state.value, draft.trouble.value]).toEqual(['saved', null])
    close()
  })

  it('is told apart from what else may go wrong', async () => {
    const { local, draft, close } = await openDraft()
    vi.spyOn(local.records, 'save').mockRejectedValueOnce(new Error('broken'))

    await draft.changeNow({ amend_reason: '第一次' })

    expect(draft.trouble.value).toEqual({ full: false, pictures: 0, unsaved: [] })
    close()
  })
})

it('takes no change after its last content, so that no draft is laid over a sealed record', async () => {
  const { local, draft, close } = await openDraft()
  draft.change({ amend_reason: '提交前' })

  const done = draft.finish((content) => ({ ...content, status: 'submitted' }))
  draft.change({ amend_reason: '太晚了' })

  expect(await done).toBe(true)
  close()
  await vi.waitFor(async () => expect((await local.records.read(draftPayload.id))?.record.payload)
    .toMatchObject({ status: 'submitted', amend_reason: '提交前' }))
})

it('is open again when its last content could not be saved', async () => {
  const { local, draft, close } = await openDraft()
  vi.spyOn(local.records, 'save').mockRejectedValueOnce(new Error('disk full'))

  expect(await draft.finish((content) => ({ ...content, status: 'submitted' }))).toBe(false)

  expect(draft.payload.value?.status).toBe('draft')
  await draft.changeNow({ amend_reason: '还能改' })
  expect((await local.records.read(draftPayload.id))?.record.payload).toMatchObject({ status: 'draft', amend_reason: '还能改' })
  close()
})
