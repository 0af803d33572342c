// @vitest-environment node
import { expect, it } from 'vitest'
import { hashText } from '../fakes/fake-device.ts'
import { authorId } from '../make/payload.ts'
import { change, held, id, phones, rounds, takeTheirs } from './phones.ts'

it('[M6] what was merged here and not sent yet is sent by the decision for it', async () => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const form = (await held(one)).record.payload
  await change(one, { summary: '甲的小结' })
  await change(two, { title: '乙' })
  await rounds(two)
  await one.round()
  // The form was not told of the merge: it was being typed into.
  await one.device.local.records.save({ ...form, header: { ...form.header, summary: '甲的小结', title: '甲' } }, [], 0)

  expect(await takeTheirs(one)).toBe(true)
  await rounds(one)

  expect([(await held(one)).entry, server.head(id)?.header]).toMatchObject([null, { title: '乙', summary: '甲的小结' }])
})

it.each(['acknowledge', 'unknown', 'refuse'] as const)('[M2] a clash that a save makes while a text is under way waits for its person: %s', async (word) => {
  const { server, all: [one, two] } = await phones(['a', 'b'])
  const form = (await held(one)).record.payload
  await change(one, { summary: '甲的小结' })
  await change(two, { title: '乙' })
  await rounds(two)
  await one.round()
  const { outbox, records } = one.device.local
  const parcel = await outbox.take(id, hashText)
  if (!parcel) throw new Error('nothing to send')
  if (word === 'acknowledge') server.push(authorId, [parcel], [])
  await records.save({ ...form, header: { ...form.header, summary: '甲的小结', title: '甲' } }, [], 0)

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
  await change(two, { title: '乙' })
  await rounds(two)
  await rounds(one)
  const form = (await held(one)).record.payload
  restore()
  await change(three, how === 'decided' ? { title: '丙' } : { place_name: '丙' })
  await rounds(three)
  await rounds(one)
  if (how === 'decided' || (await held(one)).record.rival) await takeTheirs(one)
  const stood = (await held(one)).record.payload.header

  await one.device.local.records.save({ ...form, header: { ...form.header, late_reason: '又打了一个字' } }, [], 0)
  await rounds(one)

  expect(server.head(id)?.header).toEqual({ ...stood, late_reason: '又打了一个字' })
})
