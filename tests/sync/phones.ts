import type { Header } from '../../src/domain/header.ts'
import { mergePayloads, settleClashes } from '../../src/domain/merge.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { Phone } from '../faults/phone.ts'
import { authorId, documentId, makeHeader, makePayload } from '../make/payload.ts'

/** The record that the phones of a test share. */
export const id = documentId(1)

export const save = (phone: Phone, title: string) =>
  phone.device.local.records.save(makePayload({ id, revision: 0, status: 'draft', sealed: null, header: makeHeader({ title }) }), [], 0)

/** Several rounds: a refusal, what is pulled after it, and what then goes. */
export const rounds = async (phone: Phone, count = 3) => { for (let n = 0; n < count; n += 1) await phone.round() }

export const held = async ({ device: { local: { records } } }: Phone) => {
  const view = await records.read(id)
  if (!view) throw new Error('no record')
  return view
}

/** Saves as a form does that has just read the record. */
export const change = async (phone: Phone, header: Partial<Header>) => {
  const { record: { payload } } = await held(phone)
  await phone.device.local.records.save({ ...payload, header: { ...payload.header, ...header } }, [], 0)
}

/** The person takes one side's version wherever both clash; gives whether that was taken in. */
async function take(phone: Phone, side: 'mine' | 'theirs'): Promise<boolean> {
  const { record: { payload, rival, edition } } = await held(phone)
  if (!rival) throw new Error('nothing to decide about')
  const content = settleClashes(mergePayloads(rival.base, payload, rival.payload), rival.payload, () => side)
  return phone.device.local.records.settle(id, content, 0, { edition, rival: rival.sha256 })
}
export const takeTheirs = (phone: Phone) => take(phone, 'theirs')
export const takeMine = (phone: Phone) => take(phone, 'mine')

/** Phones of one person that all hold one record, and the server. */
export async function phones<const Names extends readonly string[]>(names: Names) {
  const server = new ModelServer()
  const all = names.map((name) => new Phone(new FakeRemote(server, authorId), name))
  await save(all[0] as Phone, '共同')
  for (const phone of all) await rounds(phone)
  return { server, all: all as unknown as { [Each in keyof Names]: Phone } }
}
