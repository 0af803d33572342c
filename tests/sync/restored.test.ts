// @vitest-environment node
import { expect, it } from 'vitest'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { Phone } from '../faults/phone.ts'
import { authorId, documentId, makeHeader, makePayload } from '../make/payload.ts'

const id = documentId(1)
const save = (phone: Phone, title: string) =>
  phone.device.local.records.save(makePayload({ id, revision: 0, status: 'draft', sealed: null, header: makeHeader({ title }) }), [], 0)

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
