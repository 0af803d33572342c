import { describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Identity, Membership } from '../../../src/domain/ports.ts'
import { amendmentProblems, amendmentsOf, beginAmendment } from '../../../src/features/capture/amendment.ts'
import { beginLike, beginReplacement } from '../../../src/features/capture/copy-record.ts'
import { seal } from '../../../src/features/capture/submit.ts'
import { useDraft } from '../../../src/features/capture/use-draft.ts'
import { FakeRemote } from '../../fakes/fake-remote.ts'
import { ModelServer } from '../../fakes/model-server.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makePayload, places, type ClinicPayload } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'
import { planId } from '../../make/plan.ts'
import { makeStop, makeTour, tourId, type StopPayload } from '../../make/tour.ts'
import { makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'

const id = documentId()

/** A device on which the server's word of a submitted record has arrived. */
async function deviceWith(payload: ClinicPayload = makePayload()) {
  const device = new FakeDevice(authorId)
  await device.local.records.save({ ...payload, revision: 0 }, [], 0)
  const parcel = await device.local.outbox.take(id, hashText)
  await device.local.outbox.acknowledge(id, parcel!.sha256)
  return { device, first: parcel!.sha256 }
}

async function openAmendment({ local }: FakeDevice) {
  const workplace = { local, sync: { soon: vi.fn(), now: vi.fn(), stop: vi.fn() } } as unknown as Workplace
  const container = { clock: { now: () => 9 }, workplace: shallowRef(workplace) } as unknown as Container
  let draft = undefined as ReturnType<typeof useDraft> | undefined
  const app = createApp({ setup: () => (draft = useDraft(id, true), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  await draft!.loaded
  return { draft: draft!, close: () => app.unmount() }
}

describe('a correction', () => {
  it('is begun of a submitted record alone, without the reason of an earlier one', () => {
    expect(beginAmendment(makePayload({ revision: 2 }))?.payload.amend_reason).toBe('')
    for (const status of ['draft', 'returned', 'approved', 'void'] as const) expect(beginAmendment(makePayload({ status }))).toBeNull()
  })

  it.each([['', 1], [' 误 ', 1], ['误报', 0]] as const)('for the reason %o has %i problem', (amend_reason, count) =>
    expect(amendmentProblems(makePayload({ amend_reason }))).toHaveLength(count))

  it('stays beside the record, unsent, until it is handed in, also when the app dies', async () => {
    const { device } = await deviceWith()
    const picture = makePicture('later')
    const { draft, close } = await openAmendment(device)
    draft.addBytes(picture.file)
    await draft.changeNow({ header: makeHeader({ title: '更正后的名称' }), photos: [picture.entry], amend_reason: '名称写错' })
    close()

    expect((await device.local.records.read(id))?.record.payload.header.title).toBe('丰乐镇赶集日中医义诊')
    expect(await device.local.outbox.due()).toEqual([])
    device.restart()
    const again = await openAmendment(device)
    expect(again.draft.payload.value?.header.title).toBe('更正后的名称')

    expect(await again.draft.finish((content) => seal(content, 10, { id: 'phone-1', sealed: 2 }, 'rules-2'))).toBe(true)

    const view = await device.local.records.read(id)
    expect([view?.record.payload.status, view?.record.payload.header.title, view?.record.payload.amend_reason]).toEqual(['submitted', '更正后的名称', '名称写错'])
    expect(await device.local.records.photo(id, picture.entry.sha256)).toEqual(picture.file.bytes)
    expect(await amendmentsOf(device.local).read(id)).toBeNull()
    again.close()
  })

  it('descends from what the server holds', async () => {
    const { device, first } = await deviceWith()
    const { draft, close } = await openAmendment(device)
    draft.change({ amend_reason: '名称写错' })
    await draft.finish((content) => seal(content, 10, { id: 'phone-1', sealed: 2 }, 'rules-2'))
    close()

    expect(await device.local.outbox.take(id, hashText)).toMatchObject({ revision: 2, parents: [first] })
  })

  it('that is given up leaves the record as it was', async () => {
    const { device } = await deviceWith()
    const { draft, close } = await openAmendment(device)
    await draft.changeNow({ header: makeHeader({ title: '不要了' }) })

    await draft.dropAmendment()
    close()

    expect(await amendmentsOf(device.local).read(id)).toBeNull()
    expect((await device.local.records.read(id))?.record.payload.header.title).toBe('丰乐镇赶集日中医义诊')
  })
})

describe('a record begun from another', () => {
  const membership = { id: 1, role: 'field_worker', organisation_id: places.hospital, organisation_name: '', area_id: null, area_name: '',
    county_id: places.county } as Membership
  const server = new ModelServer()
  const parts = (device: FakeDevice, acting: Membership | undefined = membership) => ({
    id: documentId(7), now: Date.parse('2026-06-01T01:10:00Z'), t: (key: string, values: object) => `${key} ${JSON.stringify(values)}`, remote: new FakeRemote(server, authorId) as unknown as Container['remote'],
    workplace: { local: device.local, acting, identity: { personId: authorId } as Identity } as unknown as Workplace,
  })
  const picture = makePicture('kept')

  it('like it keeps name, place, organisations and habits, and asks anew for times, numbers and pictures', async () => {
    const { device } = await deviceWith()
    const from = makePayload({ photos: [picture.entry], header: makeHeader({ summary: '当天的话', late_reason: 'x' }) })

    expect(await beginLike(parts(device), from)).toBe(documentId(7))

    const made = (await device.local.records.read(documentId(7)))?.record.payload as ClinicPayload
    expect(made.header).toMatchObject({ title: from.header.title, place_name: from.header.place_name, host_area_id: places.township,
      recipient_org_id: places.townshipHospital, started_at: '2026-06-01T01:00:00.000Z', summary: '', late_reason: '' })
    expect([made.status, made.sealed, made.photos, made.answers.patients_visits, made.answers.purpose, 'replaces' in made]).toEqual(
      ['draft', null, [], null, from.answers.purpose, false])
  })

  it('like it names who took part with the titles they have now', async () => {
    const { device } = await deviceWith()
    const person = { id: authorId, name: '', organisation_id: places.hospital, title_level: 'junior', category: 'nursing' }
    await device.local.packs.put(`county:${places.county}`, { version: '1', people: [person] })

    await beginLike(parts(device), makePayload())

    expect((await device.local.records.read(documentId(7)))?.record.payload.header.participants[0]).toMatchObject({ person_id: authorId, title_level: 'junior', category: 'nursing' })
  })

  it('like an older one is numbered after the newest', async () => {
    const { device } = await deviceWith()
    const session = (session_no: number) => makeTrainingPayload({ id: documentId(20 + session_no), revision: 0,
      answers: makeTrainingAnswers({ session_no, certificate_next: `证2026-${session_no}01`, roster: [] }) })
    for (const nth of [3, 4]) await device.local.records.save(session(nth), [], nth)

    await beginLike(parts(device), session(3))

    expect((await device.local.records.read(documentId(7)))?.record.payload.answers).toMatchObject({ session_no: 5, certificate_next: '证2026-401' })
  })

  it('in its place carries out the plan that it was begun from; like it, none', async () => {
    const { device } = await deviceWith()
    const planned = async () => (await device.local.records.read(documentId(7)))?.record.payload.plan_id
    const from = makePayload({ status: 'approved', plan_id: planId() })

    await beginReplacement(parts(device), from)
    expect(await planned()).toBe(planId())

    await device.local.records.discard(documentId(7))
    await beginLike(parts(device), from)
    expect(await planned()).toBeUndefined()
  })

  it('in its place says all it said and names it, with the pictures that are here', async () => {
    const { device } = await deviceWith()
    await device.local.records.save(makePayload({ photos: [picture.entry], revision: 0 }), [picture.file], 1)
    const from = makePayload({ status: 'approved', photos: [picture.entry, makePicture('elsewhere').entry] })

    const missed = vi.fn()

    await beginReplacement({ ...parts(device), missed }, from)

    expect(missed).toHaveBeenCalledWith(1)
    const made = (await device.local.records.read(documentId(7)))?.record.payload as ClinicPayload
    expect(made).toMatchObject({ status: 'draft', sealed: null, replaces: id, header: from.header, answers: from.answers, photos: [picture.entry] })
    expect(await device.local.records.photo(documentId(7), picture.entry.sha256)).toEqual(picture.file.bytes)
  })

  it('in its place takes from the server the pictures that are not here', async () => {
    const { device } = await deviceWith()
    const far = makePicture('far')
    server.pictures.set(`${id}/${far.entry.sha256}`, { state: 'verified', bytes: far.file.bytes })

    await beginReplacement(parts(device), makePayload({ status: 'approved', photos: [far.entry] }))

    expect((await device.local.records.read(documentId(7)))?.record.payload.photos).toEqual([far.entry])
    expect(await device.local.records.photo(documentId(7), far.entry.sha256)).toEqual(far.file.bytes)
  })

  it('like a stop is the next of its tour, at the same place; in a stop\'s place it is the same stop of the tour', async () => {
    const { device } = await deviceWith()
    for (const each of [makeTour(), makeStop(1), makeStop(2)]) await device.local.records.save(each, [], 1)
    const made = async () => (await device.local.records.read(documentId(7)))?.record.payload as StopPayload
    const from = makeStop(1, { status: 'approved' })

    await beginLike(parts(device), from)

    expect(await made()).toMatchObject({ parent_id: tourId, answers: { stop_seq: 3, outpatient_visits: null }, header: {
      title: 'kinds.tour_stop.titleOf {"title":"务川县中医院五月巡回医疗","nth":3}', host_area_id: from.header.host_area_id, place_name: from.header.place_name } })

    await device.local.records.discard(documentId(7))
    await beginReplacement(parts(device), from)

    expect(await made()).toMatchObject({ parent_id: tourId, replaces: from.id, answers: { stop_seq: 1, outpatient_visits: 64 }, header: { title: from.header.title } })
  })

  it('is not begun by somebody without an organisation', async () => {
    const { device } = await deviceWith()

    expect(await beginLike({ ...parts(device), workplace: { ...parts(device).workplace, acting: undefined } }, makePayload())).toBeNull()
  })
})
