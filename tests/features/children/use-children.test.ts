import { expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { DocumentId } from '../../../src/domain/id.ts'
import { useChildren } from '../../../src/features/children/use-children.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../../make/payload.ts'
import { makeStop, makeTour, stopId, tourId } from '../../make/tour.ts'

/** The children of the tour on a screen of their own, on a device that holds it and another record. */
async function openTour(id = tourId, replaces?: DocumentId) {
  const { local } = new FakeDevice(authorId)
  for (const payload of [makeTour(), makePayload()]) await local.records.save(payload, [], 0)
  const read = vi.spyOn(local.records, 'several')
  const everyLine = vi.spyOn(local.lines, 'since')
  const container = { workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container
  let opened = undefined as ReturnType<typeof useChildren> | undefined
  const app = createApp({ setup: () => (opened = useChildren(id, () => replaces), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  const { views } = opened!
  const shown = () => views.value.map(({ record: { payload } }) => [payload.id, payload.header.place_name])
  return { local, read, everyLine, shown, close: () => app.unmount() }
}

it('follows the children of a record, in their order, as they come, change and are voided', async () => {
  const { local, shown, close } = await openTour()
  await local.records.save(makeStop(2), [], 1)
  await local.records.save(makeStop(1), [], 2)
  await vi.waitFor(() => expect(shown().map(([id]) => id)).toEqual([stopId(1), stopId(2)]))

  const moved = makeStop(2)
  await local.records.save({ ...moved, header: { ...moved.header, place_name: '涪洋镇卫生院' } }, [], 3)
  await vi.waitFor(() => expect(shown()[1]).toEqual([stopId(2), '涪洋镇卫生院']))

  await local.records.save(makeStop(1, { status: 'void' }), [], 4)
  await vi.waitFor(() => expect(shown().map(([id]) => id)).toEqual([stopId(2)]))
  close()
})

it('reads no record where there is no child, and none but children where there are some, whatever else is saved', async () => {
  const { local, read, everyLine, shown, close } = await openTour()
  const other = makePayload()
  for (let n = 1; n <= 3; n += 1) await local.records.save({ ...other, header: { ...other.header, title: `第 ${n} 场` } }, [], n)
  await local.records.save(makeStop(1), [], 9)
  await vi.waitFor(() => expect(shown()).toHaveLength(1))

  expect(new Set(read.mock.calls.map(([ids]) => ids.join()))).toEqual(new Set([stopId(1)]))
  const asked = everyLine.mock.calls.map(([seq]) => seq)
  expect(asked.at(-1)).toBeGreaterThan(0)
  expect(asked.slice(asked.findIndex((seq) => seq > 0))).not.toContain(0)
  close()
})

it('follows the children of a record that it stands in the place of', async () => {
  const { local, shown, close } = await openTour(documentId(8), tourId)
  await local.records.save(makeStop(1), [], 1)
  await local.records.save(makeStop(2, { parent_id: documentId(8) }), [], 2)

  await vi.waitFor(() => expect(shown().map(([id]) => id)).toEqual([stopId(1), stopId(2)]))
  close()
})
