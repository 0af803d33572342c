// @vitest-environment node
import { expect, it } from 'vitest'
import type { Header } from '../../src/domain/header.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { Phone } from '../faults/phone.ts'
import { authorId, documentId, makeHeader, makePayload } from '../make/payload.ts'

const id = documentId(1)
const save = (phone: Phone, title: string) =>
  phone.device.local.records.save(makePayload({ id, revision: 0, status: 'draft', sealed: null, header: makeHeader({ title }) }), [], 0)

const rounds = async (phone: Phone) => { for (let n = 0; n < 3; n += 1) await phone.round() }
const held = async ({ device: { local: { records } } }: Phone) => {
  const view = await records.read(id)
  if (!view) throw new Error('no record')
  return view
}
const change = async (phone: Phone, header: Partial<Header>) => {
  const { record: { payload } } = await held(phone)
  await phone.device.local.records.save({ ...payload, header: { ...payload.header, ...header } }, [], 0)
}
/** Phones of one person that all hold one record, and the server. */
async function phones<const Names extends readonly string[]>(names: Names) {
  const server = new ModelServer()
  const all = names.map((name) => new Phone(new FakeRemote(server, authorId), name))
  await save(all[0] as Phone, '共同')
  for (const phone of all) await rounds(phone)
  return { server, all: all as unknown as { [Each in keyof Names]: Phone } }
}

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

  const { record: { rival, edition } } = await held(one)
  if (!rival) throw new Error('nothing to decide about')
  expect(await one.device.local.records.settle(id, rival.payload, 0, { edition, rival: rival.sha256 })).toBe(true)
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

  const { record: { payload, rival } } = await held(one)
  expect([payload.header.title, rival?.payload.header.place_name]).toEqual(['甲', '丙'])
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

it('[B2] what was passed over is taken in once the texts went', async () => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  server.backup()()
  await rounds(one)
  await change(one, { title: '甲' })
  await rounds(one)

  two.remote.rule = ({ name }) => (name === 'push' ? 403 : null)
  for (let n = 0; n < 3; n += 1) await two.round()
  const before = (await held(two)).record.payload.header.title
  two.remote.rule = () => null
  await rounds(two)

  expect([before, (await held(two)).record.payload.header.title]).toEqual(['共同', '甲'])
})
