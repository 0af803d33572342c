// @vitest-environment node
import { expect, it } from 'vitest'
import { hashText } from '../fakes/fake-device.ts'
import { makeSeal, sha256Of } from '../make/payload.ts'
import { held, id, phones, rounds } from './phones.ts'

const codes = ['payload:parent_approved']

/** A phone whose newest sealed change of a record was refused. */
async function refused() {
  const { server, all: [phone] } = await phones(['one'])
  await phone.edit(id, { seal: true })
  await rounds(phone)
  const { records, outbox } = phone.device.local
  const { record: { payload } } = await held(phone)
  const photo = { ...payload.photos[0], sha256: sha256Of('new') } as never
  await records.save({ ...payload, header: { ...payload.header, title: '更正' }, photos: [photo], sealed: makeSeal() }, [{ sha256: sha256Of('new'), bytes: new ArrayBuffer(2), type: 'image/webp' }], 1)
  const text = await outbox.fix(id, hashText)
  await outbox.refuse(id, text?.sha256 ?? sha256Of(''), codes)
  expect(await held(phone)).toMatchObject({ record: { payload: { header: { title: '更正' } } }, entry: { state: 'refused', codes } })
  return { server, phone, records, payload }
}

it('[P17] a refused change that is given up leaves the text that the server holds, and what was passed over meanwhile comes', async () => {
  const { server, phone, records, payload } = await refused()

  expect(await records.mayGiveUp(id)).toBe(true)
  expect(await records.giveUp(id, 2)).toBe(true)

  const { record, entry } = await held(phone)
  expect([record.payload, record.revision, entry]).toEqual([{ ...payload, revision: record.payload.revision }, 2, null])
  expect(record.parents).toEqual([record.acknowledged])
  expect(await records.photo(id, sha256Of('new'))).toBeUndefined()
  const head = server.head(id)
  const pull = phone.remote.pullOwn.bind(phone.remote)
  phone.remote.pullOwn = async (...asked) => {
    const answer = await pull(...asked)
    return answer.ok ? { ...answer, value: { ...answer.value, documents: answer.value.documents.map((each) => ({ ...each, status: 'approved' as const })) } } : answer
  }
  await rounds(phone)
  expect(server.head(id)).toEqual(head)
  expect((await held(phone)).entry).toBeNull()
  const now = (await held(phone)).record.payload
  expect(now).toEqual({ ...payload, revision: now.revision, status: 'approved' })
})

it('[P17] a returned record that was refused stands returned again', async () => {
  const { phone, records } = await refused()
  await records.giveUp(id, 2)
  const { record: { payload } } = await held(phone)
  await records.save({ ...payload, status: 'returned' }, [], 3)
  await records.save({ ...payload, sealed: makeSeal() }, [], 4)
  const text = await phone.device.local.outbox.fix(id, hashText)
  await phone.device.local.outbox.refuse(id, text?.sha256 ?? sha256Of(''), codes)

  expect(await records.giveUp(id, 5)).toBe(true)

  expect((await held(phone)).record.payload.status).toBe('returned')
})

it('[P17] a first handing-in that was refused is not given up for a draft that the server holds', async () => {
  const { all: [phone] } = await phones(['one'])
  await phone.edit(id)
  await rounds(phone)
  await phone.edit(id, { seal: true })
  const { records, outbox } = phone.device.local
  const text = await outbox.fix(id, hashText)
  await outbox.refuse(id, text?.sha256 ?? sha256Of(''), ['header.title:too_short'])
  expect((await held(phone)).record.acknowledged).not.toBeNull()

  expect(await records.mayGiveUp(id)).toBe(false)
  expect(await records.giveUp(id, 5)).toBe(false)
  expect((await held(phone)).record.payload.status).toBe('submitted')
})

it('[P17] nothing is given up that was not refused, or that a person has to decide about', async () => {
  const { phone, records } = await refused()
  const { outbox } = phone.device.local
  expect(await records.giveUp(id, 2)).toBe(true)
  expect(await records.giveUp(id, 3)).toBe(false)

  const { record: { payload } } = await held(phone)
  await records.save({ ...payload, sealed: makeSeal() }, [], 4)
  expect(await records.giveUp(id, 5)).toBe(false)
  const text = await outbox.fix(id, hashText)
  await outbox.refuse(id, text?.sha256 ?? sha256Of(''), ['conflict'])
  expect(await records.giveUp(id, 6)).toBe(false)
})
