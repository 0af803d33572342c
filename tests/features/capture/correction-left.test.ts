import { describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Status } from '../../../src/domain/activity.ts'
import type { Identity, Membership } from '../../../src/domain/ports.ts'
import { amendmentsOf } from '../../../src/features/capture/amendment.ts'
import { beginReplacement } from '../../../src/features/capture/copy-record.ts'
import { useDraft } from '../../../src/features/capture/use-draft.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { FakeRemote } from '../../fakes/fake-remote.ts'
import { ModelServer } from '../../fakes/model-server.ts'
import { authorId, documentId, makeHeader, makePayload, places } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'

const id = documentId()
const sent = makePayload({ revision: 0, photos: [] })
const picture = makePicture('later')

function openDraft({ local }: FakeDevice, amending = false) {
  const workplace = { local, sync: { soon: vi.fn(), now: vi.fn(), stop: vi.fn() } } as unknown as Workplace
  let draft = undefined as ReturnType<typeof useDraft> | undefined
  const app = createApp({ setup: () => (draft = useDraft(id, amending), () => null) })
  app.provide(containerKey, { clock: { now: () => 9 }, workplace: shallowRef(workplace) } as unknown as Container).mount(document.createElement('div'))
  return draft!.loaded.then(() => Object.assign(draft!, { close: () => app.unmount() }))
}

/** A submitted record that the server has, a correction of it with a picture, not handed in, and the status that a reviewer gave then. */
async function reviewed(status: Status) {
  const device = new FakeDevice(authorId)
  await device.local.records.save(sent, [], 0)
  const parcel = await device.local.outbox.take(id, hashText)
  await device.local.outbox.acknowledge(id, parcel!.sha256)
  const correction = await openDraft(device, true)
  correction.addBytes(picture.file)
  await correction.changeNow({ header: makeHeader({ title: '更正后的名称' }), photos: [picture.entry], amend_reason: '名称写错' })
  correction.close()
  const review = async () => device.local.records.accept(
    { id, revision: 1, sha256: parcel!.sha256, text: parcel!.text, status, received_at: '2026-05-09T00:00:00Z', photos: [] }, { ...sent, revision: 1 }, 10)
  await review()
  return { device, stands: async () => (await device.local.records.read(id))!.record, kept: () => amendmentsOf(device.local).read(id) }
}

describe('a correction that was not handed in before the record was returned', () => {
  it('stands in the record as it is opened to be changed, with its picture', async () => {
    const { device, stands, kept } = await reviewed('returned')

    const draft = await openDraft(device)

    expect([draft.payload.value?.header.title, draft.payload.value?.status, draft.correctionIn.value]).toEqual(['更正后的名称', 'returned', true])
    expect((await stands()).payload).toMatchObject({ status: 'returned', header: { title: '更正后的名称' }, photos: [picture.entry] })
    expect(await device.local.records.photo(id, picture.entry.sha256)).toEqual(picture.file.bytes)
    expect(await kept()).toBeNull()
    draft.close()
    expect((await openDraft(device)).correctionIn.value).toBe(false)
  })

  it('leaves alone what was changed in the record since, and asks where both changed the same', async () => {
    for (const [changed, asked] of [[{ place_name: '乙地' }, false], [{ title: '另一个名称' }, true]] as const) {
      const { device, stands } = await reviewed('returned')
      const { payload } = await stands()
      await device.local.records.save({ ...payload, header: { ...payload.header, ...changed } }, [], 11)

      await openDraft(device)

      const { payload: now, rival } = await stands()
      expect([now.header.title, rival?.payload.header.title]).toEqual(['更正后的名称', asked ? '另一个名称' : undefined])
      if (!asked) expect(now.header.place_name).toBe('乙地')
    }
  })

  it('stays kept where the disk is full, and the record opens as it is', async () => {
    const { device, kept } = await reviewed('returned')
    vi.spyOn(device.local.records, 'save').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))

    const draft = await openDraft(device)

    expect([draft.payload.value?.header.title, draft.correctionIn.value]).toEqual([sent.header.title, false])
    expect((await kept())?.payload.header.title).toBe('更正后的名称')
  })
})

it.each(['approved', 'void'] as const)('a correction of a record that became %s goes on in the one in its place', async (status) => {
  const { device, stands, kept } = await reviewed(status)
  const acting = { organisation_id: places.hospital, county_id: places.county } as Membership
  const workplace = { local: device.local, acting, identity: { personId: authorId } as Identity } as unknown as Workplace
  const remote = new FakeRemote(new ModelServer(), authorId) as unknown as Container['remote']

  await beginReplacement({ id: documentId(7), now: 20, t: (key) => key, remote, workplace }, (await stands()).payload)

  expect((await device.local.records.read(documentId(7)))?.record.payload).toMatchObject({
    status: 'draft', replaces: id, header: { title: '更正后的名称', place_name: sent.header.place_name }, photos: [picture.entry], amend_reason: '' })
  expect(await device.local.records.photo(documentId(7), picture.entry.sha256)).toEqual(picture.file.bytes)
  expect((await stands()).payload.header.title).toBe(sent.header.title)
  expect(await kept()).toBeNull()
})
