// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import type { DocumentId } from '../../src/domain/id.ts'
import { makePace } from '../../src/sync/pace.ts'
import { push } from '../../src/sync/push.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { watching } from '../faults/disk.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, makePayload, personId } from '../make/payload.ts'

let device: FakeDevice
let server: ModelServer
let remote: FakeRemote

beforeEach(() => {
  device = new FakeDevice(authorId)
  server = new ModelServer()
  remote = new FakeRemote(server, authorId)
})

const send = () => push({ local: device.local, remote, hash: hashText, now: () => 0, pace: makePace() })
const save = (n: number) => device.local.records.save(makePayload({ id: documentId(n), revision: 0 }), [], n)
const entryOf = async (n: number) => (await device.local.records.read(documentId(n)))?.entry
const person = (id: string) =>
  ({ id: id as never, name: '王五', organisation_id: 121, title_level: 'none', category: 'tcm' })
const named = (n: number, id: DocumentId | string, practice = false) => device.local.records.save(makePayload({
  id: documentId(n), revision: 0, practice, header: makeHeader({ participants: [makeParticipant({ person_id: id as never })] }),
}), [], 0)

it('[P11] people typed on the phone travel with the record that names them and are forgotten after the answer', async () => {
  await device.local.outbox.addPerson(person(colleagueId))
  await device.local.outbox.addPerson(person(personId('nobody named')))
  await named(1, colleagueId)
  remote.faults = ['replyLost']
  await send()
  expect(await device.local.outbox.people()).toHaveLength(2)

  await send()

  expect([...server.people.keys()]).toEqual([colleagueId])
  expect((await device.local.outbox.people()).map(({ id }) => id)).toEqual([personId('nobody named')])
})

it('[P11] people whom practice alone names are told to no server, until a real record names them', async () => {
  const typed = personId('for practice')
  await device.local.outbox.addPerson(person(typed))
  await named(1, typed, true)
  await save(2)
  await send()
  expect([server.documents.size, server.people.size, (await device.local.outbox.people()).length]).toEqual([2, 0, 1])

  await named(3, typed)
  await send()

  expect([[...server.people.keys()], await device.local.outbox.people()]).toEqual([[typed], []])
})

it('[P11] people typed on the phone are forgotten also when the app dies while it forgets them', async () => {
  await device.local.outbox.addPerson(person(colleagueId))
  await named(1, colleagueId)

  await watching({ write: ({ name }) => (name === 'people' ? 'kill' : undefined), kill: () => device.restart() },
    () => expect(send()).rejects.toThrow())
  await send()

  expect(await entryOf(1)).toBeNull()
  expect(await device.local.outbox.people()).toEqual([])
})

it('[P6] people whom the server does not take hold up only the records that name them', async () => {
  const stranger = personId('of another organisation')
  await device.local.outbox.addPerson(person(stranger))
  await named(1, stranger)
  for (let n = 2; n < 6; n += 1) await save(n)
  const { push: real } = remote
  remote.push = (batch, people) => {
    if (people.length > 0) remote.faults = [403]
    return real.call(remote, batch, people)
  }

  const outcome = await send()

  expect(outcome).toMatchObject({ done: false, goOn: true })
  expect(server.documents.size).toBe(4)
  expect((await entryOf(1))?.state).toBe('queued')
})
