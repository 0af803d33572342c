// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { failed } from '../../src/domain/failure.ts'
import type { Archive } from '../../src/local/archive.ts'
import { makeArchivePace, pullArchives, type ArchiveParts } from '../../src/sync/archive.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { failingAt } from '../faults/disk.ts'
import { makeArchived } from '../make/archived.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import { authorId, documentId } from '../make/payload.ts'

const organisation = 121
const hour = 3_600_000
let device: FakeDevice
let remote: FakeRemote
let archive: Archive
let now: number
let pace: ReturnType<typeof makeArchivePace>

beforeEach(async () => {
  device = new FakeDevice(authorId)
  remote = new FakeRemote(new ModelServer(), authorId)
  archive = await device.local.archive()
  pace = makeArchivePace()
  now = Date.parse('2026-05-08T01:00:00Z')
})

const server = () => remote.server.archive
const round = (parts: Partial<ArchiveParts> = {}) => pullArchives({
  archive, remote, organisations: () => [organisation], hash: hashText, now: () => now, wanted: () => false, pace, ...parts,
})
const asked = () => remote.requests.splice(0).map(({ what }) => what.join(' '))
const months = async () => [...await archive.months(organisation)].map(([month, lines]) => `${month}: ${lines.map(({ id }) => id.slice(-2)).sort().join(' ')}`)
const short = (n: number) => documentId(n).slice(-2)

describe('an archive that is fetched for the first time', () => {
  it('[A1] has whole months, the newest first, with the text of each record', async () => {
    const old = makeArchived(1, '2026-03-05')
    for (const record of [old, makeArchived(2, '2026-05-02'), makeArchived(3, '2026-05-03')]) server().put(record)

    await round()

    expect(asked()).toEqual(['months', '2026-05 2026-03'])
    expect(await months()).toEqual([`2026-03: ${short(1)}`, `2026-05: ${[short(2), short(3)].sort().join(' ')}`])
    expect(await archive.read(documentId(1))).toMatchObject({ text: old.text, line: { title: old.line.title, organisation_id: organisation, day: '2026-03-05' } })
    expect(await archive.read(documentId(9))).toBeUndefined()
    expect(await archive.lines()).toHaveLength(3)
  })

  it('[A1] comes in answers that grow with a quick line, and asks for no month twice', async () => {
    for (let n = 0; n < 900; n += 1) server().put(makeArchived(n, n < 100 ? '2026-03-05' : '2026-05-05'))

    await round()

    expect(asked()).toEqual(['months', '2026-05', '2026-05', '2026-05', '2026-03'])
    expect(await archive.lines()).toHaveLength(900)
  })

  it('[A8] goes on where it stopped, in five minutes and with smaller answers, and is no trouble', async () => {
    for (let n = 0; n < 300; n += 1) server().put(makeArchived(n, n < 150 ? '2026-03-05' : '2026-05-05'))
    remote.faults = [null, null, 'replyLost']

    await round()
    expect([asked(), pace.size]).toEqual([['months', '2026-05', '2026-03'], 250])
    await round()
    expect(asked()).toEqual([])
    now += 5 * 60_000
    await round()

    expect(asked().slice(0, 2)).toEqual(['2026-03', 'changes'])
    expect(await archive.lines()).toHaveLength(300)
  })

  it('[A1] keeps neither a month nor that it has it when the disk fails in between', async () => {
    server().put(makeArchived(1, '2026-05-02'))
    for (const nth of [0, 1, 2, 3]) await failingAt(nth, 'kill', () => round().catch(() => undefined))

    await round()
    expect(await months()).toEqual([`2026-05: ${short(1)}`])
    expect((await archive.read(documentId(1)))?.text).toBe(makeArchived(1, '2026-05-02').text)
  })

  it('[A7] waits while something is to be sent, and says that nothing is wrong', async () => {
    server().put(makeArchived(1, '2026-05-02'))

    await round({ wanted: () => true })

    expect(asked()).toEqual(['months'])
    expect(await archive.lines()).toEqual([])
  })
})

describe('an archive that is kept', () => {
  beforeEach(async () => {
    for (const record of [makeArchived(1, '2026-03-05'), makeArchived(2, '2026-05-02')]) server().put(record)
    await round()
    asked()
  })

  it('[A2] asks for changes every five minutes, whatever the clock says', async () => {
    server().put(makeArchived(3, '2026-05-04'))
    await round()
    expect(asked()).toEqual([])
    now += 5 * 60_000
    await round()
    expect(asked()).toEqual(['changes'])
    now -= hour
    await round()
    expect(asked()).toEqual(['months', 'changes'])
    expect(await months()).toEqual([`2026-03: ${short(1)}`, `2026-05: ${[short(2), short(3)].sort().join(' ')}`])
  })

  it('[A2] takes a change in many pages', async () => {
    server().pageSize = 2
    for (const n of [3, 4, 5]) server().put(makeArchived(n, '2026-05-04'))
    now += hour

    await round()

    expect(asked()).toEqual(['changes', 'changes'])
    expect(await archive.lines()).toHaveLength(5)
  })

  it('[A3] takes out what departed, and puts what moved into its month', async () => {
    server().depart(documentId(2))
    server().put(makeArchived(1, '2026-04-30', { revision: 2 }))
    now += hour

    await round()

    expect(await months()).toEqual([`2026-04: ${short(1)}`])
    expect(await archive.read(documentId(2))).toBeUndefined()
    expect((await archive.read(documentId(1)))?.line.revision).toBe(2)
  })

  it('[A3] drops the months that have grown too old', async () => {
    server().since = '2026-04-01'
    server().depart(documentId(1))
    now += 25 * hour

    await round()

    expect(await months()).toEqual([`2026-05: ${short(2)}`])
  })

  it('[A4] is fetched anew after the server was restored', async () => {
    server().epoch = 'epoch-2'
    server().spoil(makeArchived(2, '2026-05-02', { revision: 4 }))
    now += hour

    await round()
    await round()

    expect(asked()).toEqual(['changes', 'months', '2026-05 2026-03'])
    expect((await archive.read(documentId(2)))?.line.revision).toBe(4)
  })

  it('[A5] is compared once a day, and a month that drifted is fetched again', async () => {
    server().spoil(makeArchived(1, '2026-03-05', { status: 'approved' }))
    now += 24 * hour

    await round()

    expect(asked()).toEqual(['months', '2026-03', 'changes'])
    expect((await archive.read(documentId(1)))?.line.status).toBe('approved')
  })

  it('[A6] is forgotten when the person has left the organisation', async () => {
    await round({ organisations: () => [] })

    expect([await archive.lines(), await archive.marks(), await archive.read(documentId(1))]).toEqual([[], {}, undefined])
  })

  it('[A6] stays when the server refuses it, as a portal may too', async () => {
    server().allowed.clear()
    now += 25 * hour

    await round()

    expect(await archive.lines()).toHaveLength(2)
  })

  it('[A5] still asks for what changed before it was compared', async () => {
    server().put({ ...makeArchived(2, '2026-05-02'), photos: [{ sha256: 'a'.repeat(64) as Sha256, state: 'verified' }] })
    now += 25 * hour

    await round()

    expect(asked()).toEqual(['months', 'changes'])
    expect((await archive.read(documentId(2)))?.photos).toHaveLength(1)
  })

  it('[A1] gives a record with those that belong to it', async () => {
    server().put(makeArchived(3, '2026-04-02', { parent_id: documentId(2) as never }))
    now += hour
    await round()

    expect((await archive.read(documentId(2)))?.children.map(({ line }) => line.id)).toEqual([documentId(3)])
  })

  it('[A8] stays as it is where the server is of an older release', async () => {
    now += 25 * hour
    const unknown = async () => failed('notFound')

    await round({ remote: { archiveMonths: unknown, archiveRecords: unknown, pullArchive: unknown } })
    expect(await archive.lines()).toHaveLength(2)
  })
})
