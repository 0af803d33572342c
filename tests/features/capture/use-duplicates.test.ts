import { expect, it, vi } from 'vitest'
import { createApp, ref, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { ArchivedRecord } from '../../../src/domain/archive.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { useDuplicates } from '../../../src/features/capture/use-duplicates.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { makeArchived } from '../../make/archived.ts'
import { authorId, colleagueId, documentId, makeHeader, makePayload, personId, places } from '../../make/payload.ts'

const day = '2026-05-08'
const mark = { cursor: { epoch: 'e', xid: '1' }, since: '2024-05-01', missing: [], compared: 1, asked: 1 }

/** The question of a form for a record, on a device that holds these records and this archive. */
async function openForm({ payload = makePayload() as Payload, held = [] as Payload[], archive = [] as ArchivedRecord[] } = {}) {
  const { local } = new FakeDevice(authorId)
  await local.packs.put('county:520326', { version: '1', people: [{ id: colleagueId, name: '王芳', organisation_id: places.hospital, title_level: 'none', category: 'tcm' }] })
  for (const each of [payload, ...held]) await local.records.save(each, [], 0)
  const pages = await local.archive()
  await pages.replace(places.hospital, ['2026-05'], archive, mark)
  const read = vi.spyOn(pages, 'lines')
  local.archive = async () => pages
  const now = shallowRef(payload)
  const later = ref(false)
  let opened = undefined as ReturnType<typeof useDuplicates> | undefined
  const app = createApp({ setup: () => (opened = useDuplicates(() => now.value, later), () => null) })
  const container = { remote: {}, workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container
  app.provide(containerKey, container).mount(document.createElement('div'))
  const { problems, ready } = opened!
  const asked = () => problems.value.map(({ code, params }) => [code, params?.['number']])
  return { now, later, read, asked, ready, close: () => app.unmount() }
}

it('asks about a colleague\'s record of the archive, once the form stands, and says whose it is', async () => {
  const { later, read, asked, close } = await openForm({ archive: [makeArchived(2, day, { short_no: 'YZ-2' })] })
  expect(read).not.toHaveBeenCalled()

  later.value = true
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(read).not.toHaveBeenCalled()
  await vi.waitFor(() => expect(asked()).toEqual([['colleague_duplicate', 'YZ-2 · 王芳']]), 8_000)
  close()
})

it('has it by the time of a submission, however soon that comes, and reads it once whatever is typed', async () => {
  const { now, later, read, asked, ready, close } = await openForm({ archive: [makeArchived(2, day, { short_no: 'YZ-2' })] })
  await ready()
  await vi.waitFor(() => expect(asked()).toEqual([['colleague_duplicate', 'YZ-2 · 王芳']]))

  later.value = true
  for (const title of ['一', '二', '三']) now.value = { ...now.value, header: { ...now.value.header, title } }
  await ready()
  expect(read).toHaveBeenCalledOnce()
  now.value = { ...now.value, header: { ...now.value.header, started_at: '2026-05-09T01:00:00.000Z' } }
  expect(asked()).toEqual([])
  close()
})

it('asks about a record of the team that is on this device', async () => {
  const { asked, close } = await openForm({
    held: [makePayload({ id: documentId(3), short_no: 'YZ-3', author_id: personId('somebody'), status: 'submitted' })],
  })
  await vi.waitFor(() => expect(asked()).toEqual([['colleague_duplicate', 'YZ-3']]))
  close()
})

it('asks about none that is void, elsewhere, the record itself, or void here though the archive has it handed in', async () => {
  const own = { author_id: authorId, status: 'submitted' } as const
  const { later, read, asked, ready, close } = await openForm({
    payload: makePayload({ status: 'submitted', amend_reason: '更正' }),
    held: [makePayload({ ...own, id: documentId(5), status: 'void' })],
    archive: [
      makeArchived(1, day, own), makeArchived(5, day, own), makeArchived(2, day, { status: 'void' }), makeArchived(3, '2026-05-09'),
      makeArchived(4, day, { header: makeHeader({ started_at: `${day}T01:00:00.000Z`, recipient_org_id: null, position: { ...makeHeader().position, lng: null, lat: null } }) }),
    ],
  })
  later.value = true
  await ready()
  expect(read).toHaveBeenCalled()
  await vi.waitFor(() => expect(asked()).toEqual([]))
  close()
})

it('reads nothing for practice', async () => {
  const { later, read, asked, ready, close } = await openForm({ payload: makePayload({ practice: true }), archive: [makeArchived(2, day)] })
  later.value = true
  await ready()
  expect([read.mock.calls, asked()]).toEqual([[], []])
  close()
})
