// @vitest-environment node
import { expect, it } from 'vitest'
import { hashText } from '../fakes/fake-device.ts'
import { marksOf, type Phone } from '../faults/phone.ts'
import { authorId } from '../make/payload.ts'
import { change, held, id, phones, rounds, takeTheirs } from './phones.ts'

/** A merge that is not sent yet, and what a form does over it that was not told of it: it was being typed into. */
async function mergedUnsent() {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const form = (await held(one)).record.payload
  await change(one, { summary: '甲的小结' })
  await change(two, { title: '乙' })
  await rounds(two)
  await one.round()
  const saveForm = () => one.device.local.records.save({ ...form, header: { ...form.header, summary: '甲的小结', title: '甲' } }, [], 0)
  return { server, one, saveForm }
}

it('[M6] what was merged here and not sent yet is sent by the decision for it', async () => {
  const { server, one, saveForm } = await mergedUnsent()
  await saveForm()

  expect(await takeTheirs(one)).toBe(true)
  await rounds(one)

  expect([(await held(one)).entry, server.head(id)?.header]).toMatchObject([null, { title: '乙', summary: '甲的小结' }])
})

it.each(['acknowledge', 'unknown', 'refuse'] as const)('[M2] a clash that a save makes while a text is under way waits for its person: %s', async (word) => {
  const { server, one, saveForm } = await mergedUnsent()
  const { outbox } = one.device.local
  const parcel = await outbox.take(id, hashText)
  if (!parcel) throw new Error('nothing to send')
  if (word === 'acknowledge') server.push(authorId, [parcel], [])
  await saveForm()

  if (word === 'refuse') await outbox.refuse(id, parcel.sha256, ['payload:x'])
  else await outbox[word](id, parcel.sha256)
  const waits = (await held(one)).entry
  await rounds(one)

  expect([waits, server.head(id)?.header.title]).toMatchObject([{ state: 'refused', codes: ['conflict'] }, '乙'])
  await takeTheirs(one)
  await rounds(one)
  expect([(await held(one)).entry, server.head(id)?.header]).toMatchObject([null, { title: '乙', summary: '甲的小结' }])
})

it.each(['decided', 'merged'] as const)('[M7] a form that read the first of two texts of one number lays nothing over what was %s from the second', async (how) => {
  const { server, all: [one, two, three] } = await phones(['a', 'b', 'c'])
  const restore = server.backup()
  const write = (phone: Phone, title: string) => (how === 'decided' ? change(phone, { title }) : phone.edit(id))
  await write(two, '乙')
  await rounds(two)
  await rounds(one)
  const form = (await held(one)).record.payload
  restore()
  await write(three, '丙')
  await rounds(three)
  await rounds(one)
  if (how === 'decided') await takeTheirs(one)
  const { payload, rival } = (await held(one)).record
  expect([payload.header.title, rival]).toEqual([how === 'decided' ? '丙' : '共同', undefined])
  if (how === 'merged') expect(marksOf(payload)).toEqual(expect.arrayContaining(['b1', 'c1']))

  await one.device.local.records.save({ ...form, header: { ...form.header, late_reason: '又打了一个字' } }, [], 0)
  await rounds(one)

  expect(server.head(id)).toMatchObject({ answers: payload.answers, header: { ...payload.header, late_reason: '又打了一个字' } })
})
