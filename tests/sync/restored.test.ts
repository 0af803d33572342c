// @vitest-environment node
import { expect, it } from 'vitest'
import type { Payload } from '../../src/domain/document.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { Phone } from '../faults/phone.ts'
import { authorId } from '../make/payload.ts'
import { change, held, id, phones, rounds, save, takeMine, takeTheirs } from './phones.ts'

it.each(Array.from({ length: 10 }, (_, nth) => nth))('[B2] a phone takes nothing back that is killed at write %i while a restored server refuses what it sends again', async (nth) => {
  const server = new ModelServer()
  const [one, two] = ['a', 'b'].map((name) => new Phone(new FakeRemote(server, authorId), name)) as [Phone, Phone]
  const restore = server.backup()
  await save(one, '甲在备份之后')
  await one.round()
  restore()
  await save(two, '乙在恢复之后')
  await two.round()
  await one.round()

  await one.roundKilledAt(nth)
  for (let n = 0; n < 3; n += 1) await one.round()

  const { record } = await one.device.local.records.read(id) ?? {}
  expect([record?.payload.header.title, record?.rival?.payload.header.title]).toEqual(['甲在备份之后', '乙在恢复之后'])
})

it("[B2] another device's version that a restored server does not take is sent from here where the person chooses it", async () => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const restore = server.backup()
  await change(two, { title: '乙' })
  await rounds(two)
  await change(one, { title: '甲' })
  await rounds(one)
  restore()
  await rounds(one)

  expect(await takeTheirs(one)).toBe(true)
  await rounds(one)

  expect([server.head(id)?.header.title, (await held(one)).entry]).toEqual(['乙', null])
})

it('[B2] what a restored server does not take is not common to versions that wait for a decision either', async () => {
  const { server, all: [one, two, three] } = await phones(['a', 'b', 'c'])
  const restore = server.backup()
  await change(one, { title: '甲' })
  await rounds(one)
  await rounds(two)
  await change(two, { summary: '乙' })
  await rounds(two)
  await change(one, { summary: '甲' })
  await rounds(one)
  restore()
  await change(three, { place_name: '丙' })
  await rounds(three)
  await rounds(one)
  await takeTheirs(one)
  await rounds(one)

  const { record: { payload, rival } } = await held(one)
  expect([payload.header.title, payload.header.summary, rival?.payload.header.place_name]).toEqual(['甲', '乙', '丙'])
})

it('[B3] the version that waits for a decision is kept as long as the newest of each record', async () => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  await change(two, { title: '乙' })
  await rounds(two)
  await change(one, { title: '甲' })
  for (let day = 0; day <= 16; day += 1) {
    await one.round()
    one.time += 86_400_000
  }
  server.backup()()
  await one.round()

  const { record: { rival, acknowledged } } = await held(one)
  const due = await (await one.device.local.texts()).due()
  expect(due.map(({ sha256 }) => sha256)).toEqual([acknowledged, rival?.sha256])
})

it.each([['with', 403], ['without', 403], ['with', 500], ['without', 500]] as const)('[B2] nothing is taken in of a record %s unsent edits whose texts did not go once more, for %i', async (edits, status) => {
  const { server, all: [one, two, three] } = await phones(['a', 'b', 'c'])
  const restore = server.backup()
  await change(two, { title: '乙' })
  await rounds(two)
  restore()
  await change(one, { summary: '甲' })
  await rounds(one)
  await rounds(three)
  await change(three, { place_name: '丙' })
  await rounds(three)
  if (edits === 'with') await change(two, { late_reason: '乙' })

  two.remote.rule = ({ name }) => (name === 'push' ? status : null)
  for (let n = 0; n < 3; n += 1) await two.round()
  expect((await held(two)).record.payload.header.title).toBe('乙')
  two.remote.rule = () => null
  await rounds(two)

  const { record: { payload, rival } } = await held(two)
  expect([payload.header.title, rival?.payload.header]).toMatchObject(['乙', { summary: '甲', place_name: '丙' }])
})

/** After a restore that lost nothing: one phone has gone on, and the other is yet to hear of both. */
async function behind() {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  server.backup()()
  await rounds(one)
  await change(one, { title: '甲' })
  await rounds(one)
  return { server, two }
}

it('[B2] what was passed over is taken in once the texts went', async () => {
  const { two } = await behind()

  two.remote.rule = ({ name }) => (name === 'push' ? 403 : null)
  for (let n = 0; n < 3; n += 1) await two.round()
  const before = (await held(two)).record.payload.header.title
  two.remote.rule = () => null
  await rounds(two)

  expect([before, (await held(two)).record.payload.header.title]).toEqual(['共同', '甲'])
})

it.each([{ place_name: '丙' }, { title: '丙' }])('[M6] a version that a restored server does not take waits for its decision, though another comes: %o', async (header) => {
  const { server, all: [one, two, three] } = await phones(['a', 'b', 'c'])
  const restore = server.backup()
  await change(two, { title: '乙' })
  await rounds(two)
  await change(one, { title: '甲' })
  await rounds(one)
  restore()
  await change(three, header)
  await rounds(three)
  await rounds(one)

  const { record, entry } = await held(one)
  expect([record.rival?.payload.header.title, entry?.codes]).toEqual(['乙', ['conflict']])
  await takeTheirs(one)
  await rounds(one)
  const { record: { payload, rival } } = await held(one)
  // What clashes no more is one by now.
  expect([payload.header.title, (rival?.payload ?? payload).header]).toMatchObject(['乙', header])
})

it('[B2] the version that waits for a decision outlasts a second restore, after which the server takes the own text', async () => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const restore = server.backup()
  for (const title of ['甲二', '甲三', '甲四']) {
    await change(one, { title })
    await rounds(one)
  }
  restore()
  await change(two, { title: '乙' })
  await rounds(two)
  await rounds(one)
  restore()
  await rounds(one, 5)

  expect((await held(one)).record.rival?.payload.header.title).toBe('乙')
})

it.each(['nobody', 'another phone'])('[B1] what was handed in on another phone and reviewed goes once more from here, as it was handed in, where %s wrote since', async (who) => {
  const { server, all: [one, two, three] } = await phones(['a', 'b', 'c'])
  const restore = server.backup()
  await two.edit(id, { seal: true })
  await rounds(two)
  const { pull } = server
  server.pull = (...given) => {
    const page = pull.apply(server, given)
    return { ...page, documents: page.documents.map((each) => (each.text.includes('"submitted"') ? { ...each, status: 'approved' as const } : each)) }
  }
  await rounds(one)
  expect((await held(one)).record.payload.status).toBe('approved')
  server.pull = pull
  restore()
  if (who === 'another phone') {
    await change(three, { title: '丙' })
    await rounds(three)
  }
  await rounds(one, 6)

  const { record: { payload, rival }, entry } = await held(one)
  expect([payload.status, rival?.payload.header.title, entry?.codes]).toEqual(who === 'nobody' ? ['submitted', undefined, undefined] : ['submitted', '丙', ['conflict']])
  expect(server.documents.get(id)?.revisions.map(({ revision, text }) => [revision, (JSON.parse(text) as Payload).status]))
    .toEqual([[1, 'draft'], [2, who === 'nobody' ? 'submitted' : 'draft']])
})

it('[B1] what could not go once more for more than 14 days of contact goes then', async () => {
  const { server, all: [one] } = await phones(['a'])
  await change(one, { title: '甲' })
  await rounds(one)
  server.backup()()
  one.remote.rule = ({ name }) => (name === 'push' ? 403 : null)
  for (let day = 0; day <= 16; day += 1) {
    await one.round()
    one.time += 86_400_000
  }

  const texts = await one.device.local.texts()
  const waited = await texts.due()
  one.remote.rule = () => null
  await rounds(one)

  expect([waited.length, await texts.due()]).toEqual([2, []])
})

it('[B2] a text that never gets a word does not have everything pulled again in each round', async () => {
  const { server, two } = await behind()
  two.remote.rule = ({ name }) => (name === 'push' ? 403 : null)
  await rounds(two)
  const { pull } = server
  const pulled: number[] = []
  server.pull = (...given) => {
    const page = pull.apply(server, given)
    pulled.push(page.documents.length)
    return page
  }
  await rounds(two)

  expect(pulled).toEqual([0, 0, 0])
})

it.each([['theirs', takeTheirs], ['their own', takeMine]] as const)('[G13] a seal whose text a restored server does not take is not missed, where %s stands', async (_, decide) => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const restore = server.backup()
  await one.edit(id, { seal: true })
  await rounds(one)
  restore()
  await change(two, { title: '乙' })
  await rounds(two)
  await one.edit(id, { seal: true })
  await rounds(one)

  await decide(one)
  await rounds(one)

  expect(server.missing(authorId, (await one.device.local.device.read()).id)).toEqual([])
})
