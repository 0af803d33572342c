// @vitest-environment node
import { IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { monthOf, type ArchivedRecord } from '../../src/domain/archive.ts'
import type { ArchiveMark } from '../../src/local/archive.ts'
import { makeArchivePace, pullArchives } from '../../src/sync/archive.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { makeArchived } from '../make/archived.ts'
import { authorId, documentId, makePayload, places } from '../make/payload.ts'

const { hospital } = places
const mark: ArchiveMark = { cursor: { epoch: 'e', xid: '1' }, since: '2024-05-01' as never, missing: [{ month: '2025-01', count: 9 }], compared: 5, asked: 5 }
let device: FakeDevice
beforeEach(() => { device = new FakeDevice(authorId) })
afterEach(() => vi.restoreAllMocks())

const fill = async (...records: ArchivedRecord[]) =>
  (await device.local.archive()).replace(hospital, [...new Set(records.map(({ line }) => monthOf(line.day)))], records, mark)
const held = async () => (await (await device.local.archive()).lines()).map(({ id }) => id).sort()

/** Writes to a store fail for want of space, so many times or for good. */
function full(store: string, times = Infinity) {
  const { put } = IDBObjectStore.prototype
  let left = times
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    if (this.name !== store || left <= 0) return put.apply(this, given)
    left -= 1
    this.transaction.abort()
    throw new DOMException('full', 'QuotaExceededError')
  })
}

describe('a record of an archive', () => {
  it('has what belongs to it, and to what it stands in the place of by way of others', async () => {
    const tour = (n: number, replaces?: number) => makeArchived(n, '2026-03-05', { kind: 'circuit_tour', ...(replaces && { replaces: documentId(replaces) }) })
    const stop = (n: number, day: string, parent: number) => makeArchived(n, day, { kind: 'tour_stop', parent_id: documentId(parent) })
    await fill(tour(51), tour(52, 51), tour(53, 52), tour(54), stop(61, '2026-03-06', 51), stop(62, '2026-04-01', 53), stop(63, '2026-03-06', 54))
    const archive = await device.local.archive()
    const children = async (n: number) => (await archive.read(documentId(n)))?.children.map(({ line }) => line.id).sort()

    expect(await children(53)).toEqual([documentId(61), documentId(62)])
    expect(await children(51)).toEqual([documentId(61)])
    expect(await children(63)).toEqual([])
    expect(await archive.read(documentId(99))).toBeUndefined()
  })

  it('ends where records stand in each other\'s place', async () => {
    await fill(makeArchived(51, '2026-03-05', { replaces: documentId(52) }), makeArchived(52, '2026-03-06', { replaces: documentId(51) }))

    expect((await (await device.local.archive()).read(documentId(51)))?.children).toEqual([])
  })
})

describe('an archive on a full disk', () => {
  it('[K8] gives way to a record, and keeps nothing half', async () => {
    await fill(makeArchived(51, '2026-03-05'), makeArchived(52, '2026-05-02'))
    full('documents', 1)

    await device.local.records.save(makePayload({ id: documentId(1), revision: 0 }), [], 7)

    expect(await device.local.records.read(documentId(1))).toBeDefined()
    expect(await held()).toEqual([])
    expect(await (await device.local.archive()).marks()).toEqual({ [hospital]: { ...mark, missing: [], full: true } })
  })

  it('[K8] stays while space is tight and every write succeeds', async () => {
    await fill(makeArchived(51, '2026-03-05'))
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 900, quota: 1_000 }) } })

    expect(await (await device.local.texts()).relieve()).toBe(0)

    vi.unstubAllGlobals()
    expect(await held()).toEqual([documentId(51)])
  })

  it('[K8] leaves the cause to whoever saves where not even that makes room', async () => {
    await fill(makeArchived(51, '2026-03-05'))
    full('documents')

    await expect(device.local.records.save(makePayload({ id: documentId(1), revision: 0 }), [], 7)).rejects.toThrow(/full|Quota/i)
  })

  it('[K8] makes no room for itself', async () => {
    await fill(makeArchived(51, '2026-03-05'))
    full('archiveTexts')

    expect(await fill(makeArchived(52, '2026-05-02'))).toBe(false)
    expect(await (await device.local.archive()).change(hospital, [makeArchived(51, '2026-03-05', { revision: 2 })], [], mark)).toBe(false)
    expect(await held()).toEqual([documentId(51)])
  })

  it('[K8] does without the older months until all are compared again, and fails nothing else', async () => {
    const remote = new FakeRemote(new ModelServer(), authorId)
    for (const record of [makeArchived(51, '2026-03-05'), makeArchived(52, '2026-05-02')]) remote.server.archive.put(record)
    const archive = await device.local.archive()
    let now = Date.parse('2026-05-08T01:00:00Z')
    const pace = makeArchivePace()
    const round = () => pullArchives({ archive, remote, organisations: () => [hospital], hash: hashText, now: () => now, wanted: () => false, pace })
    full('archiveTexts', 1)

    await round()
    await round()
    expect([await held(), remote.requests.length]).toEqual([[], 2])
    expect((await archive.marks())[hospital]?.full).toBe(true)
    now += 24 * 3_600_000
    await round()
    expect(await held()).toEqual([documentId(51), documentId(52)])
  })
})
