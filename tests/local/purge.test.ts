// @vitest-environment node
import { IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DocumentId } from '../../src/domain/id.ts'
import { makePace } from '../../src/sync/pace.ts'
import { sendPhotos } from '../../src/sync/photos.ts'
import { pullOwn } from '../../src/sync/pull.ts'
import { push } from '../../src/sync/push.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'
import { makePicture, type MadePicture } from '../make/picture.ts'

let device: FakeDevice
let server: ModelServer
let remote: FakeRemote
let time: number
const day = 86_400_000
const id = documentId(1)
const scene = makePicture('scene')

beforeEach(() => {
  device = new FakeDevice(authorId)
  server = new ModelServer()
  remote = new FakeRemote(server, authorId)
  time = Date.parse('2026-05-08T01:00:00Z')
})
afterEach(() => vi.unstubAllGlobals())

const now = () => time
const round = async () => {
  const { local } = device
  await push({ local, remote, hash: hashText, now, pace: makePace() })
  await sendPhotos({ local, remote, now, random: () => 0.5 })
  server.confirm()
  await pullOwn({ local, remote, now })
}
const save = (picture: MadePicture, n = 1, part: Parameters<typeof makePayload>[0] = {}) =>
  device.local.records.save(makePayload({ id: documentId(n), revision: 0, photos: [picture.entry], ...part }), [picture.file], time)
const isHere = async (picture = scene, of: DocumentId = id) =>
  (await device.local.records.photo(of, picture.entry.sha256)) !== undefined
const stateOf = async (picture = scene, of: DocumentId = id) =>
  (await device.local.records.read(of))?.photos.get(picture.entry.sha256)?.state
const days = async (count: number) => {
  for (let n = 0; n < count; n += 1) {
    time += day
    await round()
  }
}
/** The browser says that so much of 1000 bytes is used. */
const used = (usage: number) => vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage, quota: 1_000 }) } })
/** The first write of a value fails for want of space. */
function fillDisk() {
  const put = IDBObjectStore.prototype.put
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    full.mockImplementation(function (this: IDBObjectStore, ...rest) { return put.apply(this, rest) })
    void given
    this.transaction.abort()
    throw new DOMException('full', 'QuotaExceededError')
  })
  return full
}

describe('the bytes of a confirmed picture', () => {
  it('[K2] stay for 14 days of contact, and go after them', async () => {
    await save(scene)
    await round()
    expect(await stateOf()).toBe('verified')
    await days(14)
    expect(await isHere()).toBe(true)
    await days(1)
    expect(await isHere()).toBe(false)
  })

  it('[K2] outlive a clock that jumps ahead by years, and days without a contact', async () => {
    await save(scene)
    await round()

    time += 4_000 * day
    await round()
    time += 30 * day
    await round()

    expect(await isHere()).toBe(true)
  })

  it('[K2] of an earlier version\'s confirmation stay for 14 days of contact from now', async () => {
    await save(scene)
    await round()
    await (await device.local.texts()).sendAgain()
    const [{ sha256 } = { sha256: '' }] = await (await device.local.texts()).due()
    await (await device.local.texts()).settled({ id, sha256: sha256 as never })
    const sweep = async () => (await device.local.texts()).sweep((time += day))

    for (let n = 0; n < 14; n += 1) await sweep()
    expect(await isHere()).toBe(true)
    for (let n = 0; n < 2; n += 1) await sweep()
    expect(await isHere()).toBe(false)
  })

  it('[K1] stay while the picture is not confirmed', async () => {
    await save(scene)
    await push({ local: device.local, remote, hash: hashText, now, pace: makePace() })
    await sendPhotos({ local: device.local, remote, now, random: () => 0.5 })
    for (let n = 0; n < 20; n += 1) await (await device.local.texts()).sweep((time += day))
    expect(await stateOf()).toBe('received')
    expect(await isHere()).toBe(true)
  })

  it('[K1] stay while the record has something to send', async () => {
    await save(scene)
    await round()
    const view = await device.local.records.read(id)
    await device.local.records.save(view!.record.payload, [], time)
    for (let n = 0; n < 20; n += 1) await (await device.local.texts()).sweep((time += day))
    expect(await isHere()).toBe(true)
  })

  it('[K1] stay while a correction of the record is under way', async () => {
    await save(scene)
    await round()
    await device.local.preferences.set(`amendment/${id}`, {})
    await days(20)
    expect(await isHere()).toBe(true)
  })

  it('[K1] stay while the record is a draft', async () => {
    await save(scene, 1, { status: 'draft', sealed: null })
    await round()
    expect(await stateOf()).toBe('verified')

    await days(20)

    expect(await isHere()).toBe(true)
  })

  it('[K1] stay while the record was returned', async () => {
    await save(scene)
    await round()
    const [pulled] = server.pull(authorId, null).documents
    const { payload } = (await device.local.records.read(id))!.record
    await device.local.records.accept({ ...pulled!, status: 'returned' }, payload, time)

    await days(20)

    expect((await device.local.records.read(id))?.record.payload.status).toBe('returned')
    expect(await isHere()).toBe(true)
  })

  it('[K5] when gone leave the picture verified, and nothing asks for them', async () => {
    await save(scene)
    await round()
    await days(15)
    expect(await isHere()).toBe(false)
    remote.requests.length = 0

    await round()

    expect(await stateOf()).toBe('verified')
    expect(remote.requests.filter(({ name }) => name === 'photo')).toEqual([])
    expect(await device.local.photoQueue.waiting()).toBe(0)
  })
})

describe('a tight disk', () => {
  const [first, second, third] = [makePicture('first'), makePicture('second'), makePicture('third')]
  const here = async () => Promise.all([first, second, third].map((each, n) => isHere(each, documentId(n + 1))))
  /** Three records, each confirmed on a day of its own; the last on the newest day. */
  async function threeDays(): Promise<void> {
    for (const [n, each] of [first, second, third].entries()) {
      await save(each, n + 1)
      await round()
      if (n < 2) time += day
    }
  }

  it('[K3] gives up what was confirmed before the newest day, those confirmed first ahead, and no more than is wanted', async () => {
    await threeDays()
    used(801)
    expect(await (await device.local.texts()).relieve()).toBe(1)
    expect(await here()).toEqual([false, true, true])

    used(990)
    expect(await (await device.local.texts()).relieve()).toBe(1)

    expect(await here()).toEqual([false, false, true])
  })

  it('[K3] takes nothing while there is room, or nobody knows', async () => {
    await threeDays()
    used(800)
    await round()
    expect(await (await device.local.texts()).relieve()).toBe(0)
    vi.unstubAllGlobals()
    vi.stubGlobal('navigator', {})

    expect(await (await device.local.texts()).relieve()).toBe(0)
    expect(await here()).toEqual([true, true, true])
  })

  it('[K3] makes room at the end of a round', async () => {
    await threeDays()
    used(990)

    await round()

    expect(await here()).toEqual([false, false, true])
  })

  it('[K3] lets a save that found no room be done once more', async () => {
    await threeDays()
    const full = fillDisk()

    await save(scene, 9)
    full.mockRestore()

    expect(await isHere(scene, documentId(9))).toBe(true)
    expect(await here()).toEqual([false, false, true])
  })

  it('[K3] refuses a save with its cause where nothing may go', async () => {
    await save(first, 1)
    await round()
    const full = fillDisk()

    await expect(save(scene, 9)).rejects.toSatisfy((error) => /QuotaExceeded/.test(String(error)))
    full.mockRestore()

    expect(await device.local.records.read(documentId(9))).toBeUndefined()
    expect(await isHere(first)).toBe(true)
  })

  it('[K1] never takes what is not confirmed, is to be sent, or may be filled in', async () => {
    await save(first, 1, { status: 'draft', sealed: null })
    await save(second, 2)
    await save(third, 3)
    await round()
    const changed = await device.local.records.read(documentId(2))
    await days(1)
    await device.local.records.save(changed!.record.payload, [], time)
    await (await device.local.texts()).sendAgain()
    await save(scene, 4)
    used(1_000)

    expect(await (await device.local.texts()).relieve()).toBe(0)
    expect([...await here(), await isHere(scene, documentId(4))]).toEqual([true, true, true, true])
  })
})

describe('after a restore', () => {
  it('[K1] no bytes go while their record is to be sent once more, though the picture is confirmed anew', async () => {
    await save(scene)
    await round()
    const [pulled] = server.pull(authorId, null).documents
    const texts = await device.local.texts()
    await texts.sendAgain()
    await device.local.records.accept(pulled!, (await device.local.records.read(id))!.record.payload, time)
    await texts.sweep((time += day))
    await texts.sweep((time += day))
    used(1_000)

    expect(await texts.relieve()).toBe(0)

    for (const key of await texts.due()) await texts.settled(key)
    expect(await texts.relieve()).toBe(1)
  })

  it('[K4] no bytes go before the server has confirmed their picture anew', async () => {
    await save(scene)
    await round()
    await days(10)
    await (await device.local.texts()).sendAgain()
    for (const { id, sha256 } of await (await device.local.texts()).due()) await (await device.local.texts()).settled({ id, sha256 })
    used(1_000)

    expect(await (await device.local.texts()).relieve()).toBe(0)
    expect(await isHere()).toBe(true)
  })

  it('[K4] the 14 days begin again with the new confirmation, and lost pictures go up again', async () => {
    const restore = server.backup()
    await save(scene)
    await round()
    await days(10)
    restore()

    await round()
    await round()
    await round()
    expect(server.pictures.get(`${id}/${scene.entry.sha256}`)?.bytes?.byteLength).toBe(scene.entry.bytes)
    await days(13)
    expect([await stateOf(), await isHere()]).toEqual(['verified', true])

    await days(2)

    expect(await isHere()).toBe(false)
  })
})
