// @vitest-environment node
import { beforeEach, expect, it, vi } from 'vitest'
import { openListing } from '../../src/app/listing.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'

let device: FakeDevice
beforeEach(() => {
  device = new FakeDevice(authorId)
})

const save = (n: number) => device.local.records.save(makePayload({ id: documentId(n) }), [], n)
const ids = (listing: ReturnType<typeof openListing>) => listing.records.value?.map(({ record }) => record.payload.id)

it('reads the records for whoever looks, follows each change, and stops with the last look', async () => {
  const listing = openListing(device.local)
  await save(1)
  expect(listing.records.value).toBeNull()

  const [first, second] = [listing.look(), listing.look()]
  await vi.waitFor(() => expect(ids(listing)).toEqual([documentId(1)]))
  first()
  await save(2)
  await vi.waitFor(() => expect(ids(listing)).toEqual([documentId(2), documentId(1)]))

  second()
  const list = vi.spyOn(device.local.records, 'list')
  await save(3)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(list).not.toHaveBeenCalled()
})

it('shows what was found early at once, and what is true after the first second', async () => {
  await save(1)
  const early = await device.local.records.list()
  vi.spyOn(device.local.records, 'earlyList').mockResolvedValue(early)
  await save(2)
  const listing = openListing(device.local)

  await listing.first()
  expect(ids(listing)).toEqual([documentId(1)])
  const stop = listing.look()

  await vi.waitFor(() => expect(ids(listing)).toEqual([documentId(2), documentId(1)]), { timeout: 3_000 })
  stop()
})

it('says that the store cannot be read', async () => {
  vi.spyOn(device.local.records, 'list').mockRejectedValue(new Error('broken'))
  const listing = openListing(device.local)

  listing.look()

  await vi.waitFor(() => expect(listing.failed.value).toBe(true))
})
