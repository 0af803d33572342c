// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { settleClashes, mergePayloads } from '../../src/domain/merge.ts'
import { pullOwn } from '../../src/sync/pull.ts'
import { createSync } from '../../src/sync/sync.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { Phone } from '../faults/phone.ts'
import { authorId, documentId, makeHeader, makePayload, personId, type ClinicPayload } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

const id = documentId(1)
let server: ModelServer
let one: Phone
let two: Phone

beforeEach(() => {
  server = new ModelServer()
  one = new Phone(new FakeRemote(server, authorId), 'a')
  two = new Phone(new FakeRemote(server, authorId), 'b')
})

const content = (header: Parameters<typeof makeHeader>[0]) =>
  makePayload({ id, revision: 0, status: 'draft', sealed: null, header: makeHeader(header) })
const view = async ({ device }: Phone) => device.local.records.read(id)
const payloadOf = async (phone: Phone) => (await view(phone))?.record.payload as ClinicPayload
const write = async (phone: Phone, header: object) => {
  const before = await payloadOf(phone)
  await phone.device.local.records.save({ ...before, header: { ...before.header, ...header } }, [], 0)
}
/** Both phones hold the same draft. */
const share = async () => {
  await one.device.local.records.save(content({}), [], 0)
  await one.round()
  await two.round()
}

describe('versions of two devices', () => {
  it('[M1] that changed other fields are one, on both and on the server', async () => {
    await share()
    await write(one, { title: '甲改了题目' })
    await write(two, { place_name: '乙改了地点' })

    for (const phone of [one, two, two, one]) await phone.round()

    const both = { title: '甲改了题目', place_name: '乙改了地点' }
    expect(server.head(id)?.header).toMatchObject(both)
    for (const phone of [one, two]) expect([(await payloadOf(phone)).header, (await view(phone))?.entry]).toMatchObject([both, null])
  })

  it('[M1] that became one are sent at once, not when the phone looks again', async () => {
    await share()
    await write(one, { title: '甲改了题目' })
    await write(two, { place_name: '乙改了地点' })
    await one.round()
    const clock = new FakeClock()
    const sync = createSync({
      local: two.device.local, remote: two.remote, now: clock.now, later: clock.later, random: () => 0.5, hash: hashText,
      alone: async (work) => { await work(); return true }, connected: () => true, packKeys: async () => [], organisations: () => [], changed: () => undefined,
    })

    await sync.now()

    expect(clock.pending).toEqual([1_000])
    sync.stop()
  })

  it('[M2] that changed the same field stand side by side until a person decides, also after a restart', async () => {
    await share()
    await write(one, { title: '甲的题目' })
    await write(two, { title: '乙的题目', place_name: '乙的地点' })
    for (const phone of [one, two, two]) await phone.round()
    two.device.restart()

    const held = await view(two)
    expect(held?.entry).toMatchObject({ state: 'refused', codes: ['conflict'] })
    expect([held?.record.payload.header.title, held?.record.rival?.payload.header.title]).toEqual(['乙的题目', '甲的题目'])
    expect(server.head(id)?.header.title).toBe('甲的题目')
  })

  it.each([['mine', '乙的题目'], ['theirs', '甲的题目']] as const)('[P15] a decision for %s descends from both and is delivered', async (whose, title) => {
    await share()
    await write(one, { title: '甲的题目' })
    await write(two, { title: '乙的题目', place_name: '乙的地点' })
    for (const phone of [one, two]) await phone.round()
    const { payload, rival } = (await view(two))?.record ?? {}
    if (!payload || !rival) throw new Error('there is no clash')

    await two.device.local.records.settle(id, settleClashes(mergePayloads(rival.base, payload, rival.payload), rival.payload, () => whose), 5, { edition: (await view(two))?.record.edition ?? 0, rival: rival.sha256 })
    for (const phone of [two, one]) await phone.round()

    const settled = { title, place_name: '乙的地点' }
    expect(server.head(id)?.header).toMatchObject(settled)
    for (const phone of [one, two]) expect([(await payloadOf(phone)).header, (await view(phone))?.entry]).toMatchObject([settled, null])
    expect((await view(two))?.record.rival).toBeUndefined()
  })

  it('[M5] change nothing where the person decided about what has changed since', async () => {
    await share()
    await write(one, { title: '甲的题目' })
    await write(two, { title: '乙的题目' })
    for (const phone of [one, two]) await phone.round()
    const { payload, edition = 0, rival } = (await view(two))?.record ?? {}
    if (!payload || !rival) throw new Error('there is no clash')
    await two.device.local.records.save({ ...payload, header: { ...payload.header, title: '乙又改了' } }, [], 0)

    expect(await two.device.local.records.settle(id, rival.payload, 5, { edition, rival: rival.sha256 })).toBe(false)

    expect((await payloadOf(two)).header.title).toBe('乙又改了')
    expect((await view(two))?.record.rival).toBeDefined()
  })

  it('[M3] of which one was handed in are never made one unasked', async () => {
    await share()
    await write(two, { place_name: '还在改' })
    await one.edit(id, { seal: true })
    for (const phone of [one, two]) await phone.round()

    expect((await view(two))?.record).toMatchObject({ payload: { status: 'draft' }, rival: { payload: { status: 'submitted' } } })
    expect(server.head(id)?.status).toBe('submitted')
  })
})

it('[M4] a conflict with a version that was pulled before is met all the same', async () => {
  await share()
  const restore = server.backup()
  await write(one, { title: '备份之后' })
  await one.round()
  restore()
  await write(one, { place_name: '恢复之后' })

  for (let n = 0; n < 3; n += 1) await one.round()

  expect(server.head(id)?.header).toMatchObject({ title: '备份之后', place_name: '恢复之后' })
  expect((await view(one))?.entry).toBeNull()
})

it('[M4] a conflict has everything pulled afresh, also what the cursor had passed by', async () => {
  await share()
  await write(one, { title: '甲改了题目' })
  await one.round()
  const { cursor } = server.pull(authorId, null)
  await two.device.local.cursors.put('own', cursor)
  await write(two, { place_name: '乙改了地点' })

  for (let n = 0; n < 3; n += 1) await two.round()

  expect(server.head(id)?.header).toMatchObject({ title: '甲改了题目', place_name: '乙改了地点' })
  expect((await view(two))?.entry).toBeNull()
})

describe('a server restored from a backup', () => {
  const lose = async (work: () => Promise<void>) => {
    const restore = server.backup()
    await work()
    restore()
  }

  it('[B1] gets every text again that it had acknowledged, with its pictures', async () => {
    const scene = makePicture()
    await lose(async () => {
      await one.device.local.records.save({ ...content({ title: '第一版' }), photos: [scene.entry] }, [scene.file], 0)
      await one.round()
      server.confirm()
      await write(one, { title: '第二版' })
      await one.round()
    })
    expect(server.documents.size).toBe(0)

    for (let n = 0; n < 4; n += 1) {
      await one.round()
      server.confirm()
    }

    expect(server.documents.get(id)?.revisions.map(({ revision }) => revision)).toEqual([1, 2])
    expect(server.head(id)?.header.title).toBe('第二版')
    expect(server.pictures.get(`${id}/${scene.entry.sha256}`)?.state).toBe('verified')
    expect((await view(one))?.photos.get(scene.entry.sha256)?.state).toBe('verified')
  })

  it('[B2] takes nothing back that was acknowledged, whichever device comes first', async () => {
    await share()
    await lose(async () => {
      await write(one, { title: '甲在备份之后' })
      await one.round()
    })
    await write(two, { place_name: '乙在恢复之后' })

    for (const phone of [two, one, one, two, two, one, one]) await phone.round()

    const clash = (await view(one))?.record.rival
    const words = clash ? [await payloadOf(one), clash.payload] : [await payloadOf(one)]
    expect(JSON.stringify(words)).toContain('甲在备份之后')
    expect(JSON.stringify(words)).toContain('乙在恢复之后')
  })

  it('[B2] takes nothing back from a phone that had not pulled before, either', async () => {
    await lose(async () => {
      await one.device.local.records.save(content({ title: '甲在备份之后' }), [], 0)
      await one.round([null, 'lost'])
    })
    await two.device.local.records.save(content({ title: '乙在恢复之后' }), [], 0)
    await two.round()

    for (let n = 0; n < 3; n += 1) await one.round()

    const { record } = await view(one) ?? {}
    expect([record?.payload.header.title, record?.rival?.payload.header.title]).toEqual(['甲在备份之后', '乙在恢复之后'])
  })

  it('[B2] takes nothing back while it has no word on what goes again, and gets what was edited since', async () => {
    await share()
    await lose(async () => {
      await write(one, { title: '备份之后' })
      await one.round()
    })
    await write(one, { place_name: '恢复之后' })
    const { push } = server
    // What goes again is turned away before it is written.
    server.push = (me, batch, people) => {
      const kept = batch.filter(({ text }) => text.includes('恢复之后'))
      const words = push.apply(server, [me, kept, people])
      return batch.map((each) => words.find(({ id: known, sha256 }) => known === each.id && sha256 === each.sha256)
        ?? { id: each.id, sha256: each.sha256, verdict: 'retry' as const, codes: [], head: null })
    }

    for (let n = 0; n < 4; n += 1) await one.round()

    expect((await payloadOf(one)).header).toMatchObject({ title: '备份之后', place_name: '恢复之后' })
    expect(server.head(id)?.header).toMatchObject({ title: '备份之后', place_name: '恢复之后' })
    expect((await view(one))?.entry).toBeNull()
  })

  it('[B2] is told of what waits first, and of the rest by the next round', async () => {
    await share()
    server.backup()()
    await one.round()
    const { texts } = one.device.local

    expect(await (await texts()).due()).toHaveLength(1)
    await one.round()
    expect(await (await texts()).due()).toEqual([])
    expect(server.documents.get(id)?.revisions).toHaveLength(1)
  })
})

it('[L7] a restored server gets no colleague\'s record from here', async () => {
  await share()
  server.join(id, personId('colleague'))
  const theirs = new FakeRemote(server, personId('colleague'))
  const device = new FakeDevice(personId('colleague'))
  await pullOwn({ local: device.local, remote: theirs, now: () => 0 })
  expect((await device.local.records.read(id))?.record.payload.author_id).toBe(authorId)

  await (await device.local.texts()).sendAgain()

  expect(await (await device.local.texts()).due()).toEqual([])
})

describe('the texts that are kept', () => {
  const day = 86_400_000
  const known = async () => (await one.device.local.texts()).sweep(one.time)
  const kept = async () => {
    server.backup()()
    await one.round()
    return (await (await one.device.local.texts()).due()).length
  }

  it('[B3] are forgotten after 14 days of contact, the newest of each record never', async () => {
    await one.device.local.records.save(content({ title: '第一版' }), [], 0)
    await one.round()
    await write(one, { title: '第二版' })
    for (let n = 0; n <= 16; n += 1) {
      await one.round()
      one.time += day
    }

    expect(await kept()).toBe(1)
  })

  it('[B3] outlive a clock that jumps ahead by years', async () => {
    await one.device.local.records.save(content({ title: '第一版' }), [], 0)
    await one.round()
    await write(one, { title: '第二版' })
    await one.round()
    one.time += 4000 * day
    await known()

    expect(await kept()).toBe(2)
  })
})
