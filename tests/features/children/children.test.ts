// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Status } from '../../../src/domain/activity.ts'
import type { Payload } from '../../../src/domain/document.ts'
import type { DocumentId } from '../../../src/domain/id.ts'
import { listed } from '../../../src/domain/listed-record.ts'
import { contextOf } from '../../../src/features/capture/check.ts'
import { childOf, inOrder, lineage, listChildren, nextSequence, readChildren, rowOf, standsFor } from '../../../src/features/children/children.ts'
import type { HeldView } from '../../../src/features/history/record-view.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makePayload, places } from '../../make/payload.ts'
import { makeReference } from '../../make/reference.ts'
import { makeStop, makeStopAnswers, makeTour, stopId, tourId } from '../../make/tour.ts'

const onDevice = async (...payloads: readonly Payload[]) => {
  const { local } = new FakeDevice(authorId)
  for (const payload of payloads) await local.records.save(payload, [], 0)
  return local
}
const world = contextOf(makePayload(), makeReference(), new Date())
const ids = (views: readonly HeldView[]): DocumentId[] => views.map(({ record }) => record.payload.id)

describe('the children of a record', () => {
  it('are those on this device that name it as their parent', async () => {
    const local = await onDevice(makeTour(), makeStop(1), makeStop(2, { parent_id: documentId(9) }), makePayload())

    expect(ids(await readChildren(local, tourId))).toEqual([stopId(1)])
    expect(await readChildren(local, documentId(8))).toEqual([])
  })

  it('are those of the records it stands in the place of, too', async () => {
    const second = makeTour({ id: documentId(8), replaces: tourId })
    const third = makeTour({ id: documentId(9), replaces: documentId(8) })
    const local = await onDevice(makeTour({ status: 'void' }), second, third, makeStop(1), makeStop(2, { parent_id: documentId(8) }), makeStop(3, { parent_id: documentId(9) }))

    expect(ids(inOrder(await readChildren(local, documentId(9))))).toEqual([stopId(1), stopId(2), stopId(3)])
    expect(ids(await readChildren(local, tourId))).toEqual([stopId(1)])
    expect(await lineage(local, documentId(9))).toEqual([documentId(9), documentId(8), tourId])
  })

  it('belong to the last record that stands in the place of theirs and is not void', () => {
    const line = (n: number, status: Status, replaces?: DocumentId) => listed(makeTour({ id: documentId(n), status, ...(replaces && { replaces }) }), 0)
    const [first, second] = [line(1, 'void'), line(2, 'void', documentId(1))]

    expect(standsFor([], documentId(1))).toBe(documentId(1))
    expect(standsFor([first, second], documentId(1))).toBe(documentId(1))
    expect(standsFor([line(3, 'submitted', documentId(2)), second, first], documentId(1))).toBe(documentId(3))
    expect(standsFor([line(3, 'draft', documentId(2)), second, first], documentId(1))).toBe(documentId(3))
    expect(standsFor([line(1, 'approved'), line(3, 'draft', documentId(1))], documentId(1))).toBe(documentId(1))
    expect(standsFor([line(1, 'approved'), line(3, 'submitted', documentId(1)), line(4, 'submitted')], documentId(1))).toBe(documentId(3))
    expect(standsFor([line(1, 'void', documentId(2)), second], documentId(1))).toBe(documentId(1))
  })

  it('stand in their order, those without a place last by their start, void ones left out', async () => {
    const start = (hour: number) => makeHeader({ started_at: `2026-05-08T0${hour}:00:00.000Z` })
    const none = makeStopAnswers({ stop_seq: null })
    const local = await onDevice(makeStop(2), makeStop(5, { answers: none, header: start(3) }), makeStop(4, { answers: none, header: start(2) }),
      makeStop(1), makeStop(3, { status: 'void' }))

    const views = await readChildren(local, tourId)

    expect(ids(inOrder(views))).toEqual([stopId(1), stopId(2), stopId(4), stopId(5)])
    expect([nextSequence(views), nextSequence([])]).toEqual([3, 1])
  })

  it('are in a township only where their area is one', () => {
    const county = makeStop(1, { header: makeHeader({ host_area_id: places.county }) })

    expect(childOf(makeStop(1), makeReference()).townshipId).toBe(places.township)
    expect(childOf(county, makeReference()).townshipId).toBeNull()
    expect(childOf(makeStop(1), makeReference({ areas: new Map() })).townshipId).toBeNull()
  })

  it('become rows of their parent\'s page', async () => {
    const [view] = await readChildren(await onDevice(makeStop(1)), tourId)

    expect(view && rowOf(view, makeReference())).toMatchObject({ id: stopId(1), sequence: 1, visits: 64, host_county_id: places.county,
      host_area_name: `area ${places.township}`, lng: 107.8891, photo_count: 0 })
  })
})

describe('a parent that is submitted', () => {
  it('lists the children whose text is fixed, with the hash of that text', async () => {
    const local = await onDevice(makeStop(2), makeStop(1), makeStop(3, { status: 'draft', sealed: null }), makeStop(4), makeStop(5))
    const fixed = await Promise.all([1, 2, 3, 5].map((n) => local.outbox.fix(stopId(n), hashText)))
    await local.records.save(makeStop(5, { header: makeHeader({ title: '后来又改' }) }), [], 1)

    const { answers } = listChildren(makeTour(), await readChildren(local, tourId), world)

    expect(answers).toMatchObject({ stops: [{ id: stopId(1), sha256: fixed[0]?.sha256 }, { id: stopId(2), sha256: fixed[1]?.sha256 }] })
  })

  it('lists a child that the server has acknowledged', async () => {
    const local = await onDevice(makeStop(1))
    const parcel = await local.outbox.take(stopId(1), hashText)
    if (parcel) await local.outbox.acknowledge(stopId(1), parcel.sha256)

    expect(listChildren(makeTour(), await readChildren(local, tourId), world).answers).toMatchObject({ stops: [{ id: stopId(1), sha256: parcel?.sha256 }] })
  })

  it('is left as it is when its kind has none', () => {
    expect(listChildren(makePayload(), [], world)).toEqual(makePayload())
  })
})
