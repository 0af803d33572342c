// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewPerson } from '../../../src/domain/ports.ts'
import { hashText } from '../../fakes/fake-device.ts'
import { ModelServer } from '../../fakes/model-server.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, makePayload, personId, type ClinicPayload } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'
import { makeRescueFile, passphrase, pieceOf } from '../../make/rescue.ts'
import { judge } from '../../faults/oracle.ts'
import { marksOf, Phone } from '../../faults/phone.ts'
import { makeSchedule } from '../../faults/schedule.ts'
import { carryOne, comeToRest, modelWorld } from '../../faults/world.ts'
import { FakeRemote } from '../../fakes/fake-remote.ts'
import { exportFrom, importOn, nothingTaken, rescueOn, rowsOf } from './rescue-device.ts'

let server: ModelServer
let broken: Phone
let fresh: Phone
const id = documentId(1)
const scene = makePicture('scene')

beforeEach(() => {
  server = new ModelServer()
  broken = new Phone(new FakeRemote(server, authorId), 'a')
  fresh = new Phone(new FakeRemote(server, authorId), 'b')
})

const draft = (title = '丰乐镇义诊') =>
  makePayload({ id, revision: 0, status: 'draft', sealed: null, header: makeHeader({ title }), photos: [scene.entry] })
const saveOn = (phone: Phone, payload = draft()) => phone.device.local.records.save(payload, [scene.file], 3)
const titles = () => server.applied.map(({ text }) => (JSON.parse(text) as { header: { title: string } }).header.title)
const heldBy = async ({ device }: Phone) => (await device.local.records.read(id))
const settle = async (phone: Phone) => {
  for (let n = 0; n < 4; n += 1) {
    await phone.round()
    server.confirm()
    phone.time += 600_000
  }
}

describe('a record that is taken in', () => {
  it('[E5] waits here with its pictures, and is delivered once', async () => {
    await saveOn(broken)
    const file = await exportFrom(broken.device)

    expect(await importOn(fresh.device, file)).toEqual({ ...nothingTaken, taken: 1, pictures: 1 })
    expect((await heldBy(fresh))?.entry?.state).toBe('queued')
    expect((await fresh.device.local.lines.since(0)).changed.map(({ title }) => title)).toEqual(['丰乐镇义诊'])
    await settle(fresh)

    expect(titles()).toEqual(['丰乐镇义诊'])
    expect([...server.pictures.values()].map(({ state }) => state)).toEqual(['verified'])
    expect((await heldBy(fresh))?.entry).toBeNull()
  })

  it('[E5] travels as the text that may have arrived, which the server calls a duplicate', async () => {
    await saveOn(broken)
    await broken.round(['replyLost', 'lost', 'lost', 'lost'])
    const sent = (await heldBy(broken))?.entry?.envelope
    await importOn(fresh.device, await exportFrom(broken.device))

    expect((await heldBy(fresh))?.entry?.envelope).toEqual(sent)
    await settle(fresh)

    expect(titles()).toEqual(['丰乐镇义诊'])
    expect([...server.pictures.values()].map(({ state }) => state)).toEqual(['verified'])
  })

  it('[E5] descends from what may have arrived when it was edited since', async () => {
    await saveOn(broken)
    await broken.round(['replyLost', 'lost', 'lost', 'lost'])
    const content = (await heldBy(broken))?.record.payload as ReturnType<typeof draft>
    await saveOn(broken, { ...content, header: makeHeader({ title: '改过的义诊' }) })
    await importOn(fresh.device, await exportFrom(broken.device))
    await settle(fresh)

    expect(titles()).toEqual(['丰乐镇义诊', '改过的义诊'])
    expect((await heldBy(fresh))?.entry).toBeNull()
  })

  it('[E5] takes the place of the text that it was written over', async () => {
    await saveOn(broken)
    await settle(broken)
    await fresh.round()
    const content = (await heldBy(broken))?.record.payload as ReturnType<typeof draft>
    await saveOn(broken, { ...content, header: makeHeader({ title: '改过的义诊' }) })

    expect(await importOn(fresh.device, await exportFrom(broken.device))).toMatchObject({ taken: 1, left: [] })
    await settle(fresh)

    expect(titles()).toEqual(['丰乐镇义诊', '改过的义诊'])
  })

  it('[E5] brings the people it names, and no others', async () => {
    const typed = (word: string): NewPerson => ({ id: personId(word), name: word, organisation_id: 121, title_level: '', category: '' })
    for (const word of ['named', 'unnamed']) await broken.device.local.outbox.addPerson(typed(word))
    await saveOn(broken, { ...draft(), header: makeHeader({ participants: [makeParticipant({ person_id: personId('named') })] }) })
    await importOn(fresh.device, await exportFrom(broken.device))

    expect(await fresh.device.local.outbox.people()).toEqual([typed('named')])
    await settle(fresh)
    expect([...server.people.keys()]).toEqual([personId('named')])
  })

  it('[E5] brings the pictures alone where the server has the record', async () => {
    await saveOn(broken)
    await broken.round([null, 'lost'])
    await fresh.round()

    expect(await importOn(fresh.device, await exportFrom(broken.device))).toEqual({ ...nothingTaken, known: 1, pictures: 1 })
    await settle(fresh)

    expect([titles().length, [...server.pictures.values()].map(({ state }) => state)]).toEqual([1, ['verified']])
  })
})

it('[E5] beside another device\'s version waits for its person here too', async () => {
  await saveOn(broken)
  await settle(broken)
  await fresh.round()
  for (const [phone, title] of [[broken, '甲的题目'], [fresh, '乙的题目']] as const) {
    const content = (await heldBy(phone))?.record.payload as ReturnType<typeof draft>
    await saveOn(phone, { ...content, header: { ...content.header, title } })
    await phone.round()
  }
  const third = new Phone(new FakeRemote(server, authorId), 'c')

  expect(await importOn(third.device, await exportFrom(fresh.device))).toMatchObject({ taken: 1 })

  expect(await heldBy(third)).toMatchObject({
    record: { payload: { header: { title: '乙的题目' } }, rival: { payload: { header: { title: '甲的题目' } } } },
    entry: { state: 'refused', codes: ['conflict'] },
  })
  expect(await third.device.local.outbox.due()).toEqual([])
})

describe('taking in again', () => {
  it('[E5] changes nothing, before the delivery and after it', async () => {
    await saveOn(broken)
    const file = await exportFrom(broken.device)
    await importOn(fresh.device, file)
    for (const settled of [false, true]) {
      if (settled) await settle(fresh)
      const before = await rowsOf(fresh.device.disk, authorId)
      expect(await importOn(fresh.device, file)).toEqual({ ...nothingTaken, known: 1 })
      expect(await rowsOf(fresh.device.disk, authorId)).toEqual(before)
    }
    await settle(fresh)
    expect(titles()).toEqual(['丰乐镇义诊'])
  })

  it('[E5] changes nothing on the device it came from', async () => {
    await saveOn(broken)
    const file = await exportFrom(broken.device)
    const before = await rowsOf(broken.device.disk, authorId)

    expect(await importOn(broken.device, file)).toMatchObject({ taken: 0, known: 1, pictures: 0 })
    expect(await rowsOf(broken.device.disk, authorId)).toEqual(before)
  })

  it('[E5] changes nothing where it was edited here since', async () => {
    await saveOn(broken)
    await broken.device.local.outbox.fix(id, hashText)
    const file = await exportFrom(broken.device)
    await importOn(fresh.device, file)
    const content = (await heldBy(fresh))?.record.payload as ReturnType<typeof draft>
    await saveOn(fresh, { ...content, header: makeHeader({ title: '这里改过的义诊' }) })
    for (const settled of [false, true]) {
      if (settled) await fresh.round()
      const before = await rowsOf(fresh.device.disk, authorId)
      expect(await importOn(fresh.device, file)).toEqual({ ...nothingTaken, known: settled ? 0 : 1, left: settled ? [expect.anything()] : [] })
      expect(await rowsOf(fresh.device.disk, authorId)).toEqual(before)
    }
    expect(server.head(id)?.header.title).toBe('这里改过的义诊')
  })

  it('[E5] changes nothing where the other device has delivered it meanwhile', async () => {
    await saveOn(broken)
    await broken.device.local.outbox.fix(id, hashText)
    const file = await exportFrom(broken.device)
    await settle(broken)
    await fresh.round()

    expect(await importOn(fresh.device, file)).toEqual({ ...nothingTaken, known: 1 })
    await settle(fresh)
    expect(titles()).toHaveLength(1)
  })
})

describe('a record of another content', () => {
  const expectKept = async (file: Blob) => {
    const before = await rowsOf(fresh.device.disk, authorId)
    expect(await importOn(fresh.device, file)).toEqual({
      ...nothingTaken, left: [{ what: 'record', id, name: `${draft().short_no} 丰乐镇义诊` }],
    })
    expect(await rowsOf(fresh.device.disk, authorId)).toEqual(before)
  }

  it('[E5] that waits here is kept, and the file\'s is named as left out', async () => {
    await saveOn(broken)
    await saveOn(fresh, draft('这台手机上的义诊'))

    await expectKept(await exportFrom(broken.device))
  })

  it('[E5] that came from the server is kept, unless the file\'s was written over it', async () => {
    await saveOn(broken)
    const file = await exportFrom(broken.device)
    await settle(broken)
    const content = (await heldBy(broken))?.record.payload as ReturnType<typeof draft>
    await saveOn(broken, { ...content, header: makeHeader({ title: '后来改的义诊' }) })
    await settle(broken)
    await fresh.round()

    await expectKept(file)
  })
})

describe('a file', () => {
  it('[E4] of another person is refused by name, and changes nothing', async () => {
    const other = new Phone(new FakeRemote(server, authorId), 'c')
    await saveOn(other)
    const rescue = rescueOn({ disk: fresh.device.disk, person: colleagueId })
    const answer = await rescue.check(await exportFrom(other.device, '王医生'), passphrase)

    expect(answer).toEqual({ refusal: 'person', name: '王医生' })
    rescue.close()
  })

  it('[E4] with another passphrase, cut off, foreign, or not holding what it says is refused', async () => {
    await saveOn(broken)
    const file = await exportFrom(broken.device)
    const rescue = rescueOn(fresh.device)
    const manifest = { what: 'manifest', v: 1, person: authorId, name: '', people: [], records: 2, pictures: 0 }
    const short = new Blob([await makeRescueFile([pieceOf(manifest)])])
    const later = new Blob([await makeRescueFile([pieceOf({ ...manifest, v: 3 })])])

    const refusals = []
    for (const [each, typed] of [[file, 'another one'], [file.slice(0, file.size - 1), passphrase], [new Blob(['PK']), passphrase],
      [short, passphrase], [later, passphrase]] as const) refusals.push(await rescue.check(each, typed))

    expect(refusals).toEqual(['passphrase', 'damaged', 'foreign', 'damaged', 'newer'].map((refusal) => ({ refusal, name: '' })))
    expect(await fresh.device.local.records.list()).toEqual([])
    rescue.close()
  })
})

/** What a file of version 1 says, word for word: whoever changes it makes another version and leaves this one readable. */
it('[E3] a file whose content is of version 1 is taken in as ever', async () => {
  const payload = draft()
  const envelope = { id, revision: 2, sha256: 'a'.repeat(64), text: '{}' }
  const file = await makeRescueFile([
    pieceOf({ what: 'manifest', v: 1, person: authorId, name: '王医生', made_at: '2026-05-08T08:00:00.000Z', store: 2,
      device: { id: '0123456789abcdef01234567', code: 'Q7XK', records: 4, sealed: 2 }, people: [], records: 1, pictures: 1 }),
    pieceOf({ what: 'record', id, held: {
      record: { payload, edition: 7, revision: 2, parents: ['b'.repeat(64)], acknowledged: null, touched: 1_778_200_000_000 },
      entry: { state: 'refused', envelope, edition: 7, attempts: 3, codes: ['payload:transition'] },
    } }),
    pieceOf({ what: 'picture', document_id: id, sha256: scene.entry.sha256, photo: { state: 'refused', type: 'image/jpeg', attempts: 8 } },
      new Uint8Array(scene.file.bytes)),
  ])

  expect(await importOn(fresh.device, new Blob([file]))).toEqual({ ...nothingTaken, taken: 1, pictures: 1 })

  const held = await heldBy(fresh)
  expect(held?.record).toEqual({ payload, edition: 8, revision: 2, parents: ['b'.repeat(64)], acknowledged: null, touched: 1_778_200_000_000 })
  expect(held?.entry).toEqual({ state: 'queued', envelope, edition: 8, attempts: 0, codes: [] })
  expect(held?.photos.get(scene.entry.sha256)).toEqual({ state: 'waiting', type: 'image/jpeg', attempts: 0 })
  expect(await fresh.device.local.records.photo(id, scene.entry.sha256)).toEqual(scene.file.bytes)
})

it('[E5] whatever went wrong on a phone before, its newest content arrives by another phone, once', async () => {
  for (let n = 0; n < 25; n += 1) {
    const world = modelWorld()
    const [first, second] = world.phones as [Phone, Phone]
    const ofOnePhone = makeSchedule(5, n).filter((command) => command.do !== 'restore')
      .map((command) => ('phone' in command ? { ...command, phone: 0 } : command))
    for (const command of ofOnePhone) await carryOne(world, command)
    const file = await exportFrom(first.device)
    await importOn(second.device, file)
    await first.remote.deliverLate()
    for (const twice of [false, true]) {
      if (twice) await importOn(second.device, file)
      await comeToRest({ ...world, phones: [second] })
    }

    const here = { lost: [], duplicated: [], altered: [], stuck: [] }
    expect(await judge({ ...world, phones: [second] })).toEqual(here)
    for (const [record, marks] of first.saved)
      expect(marksOf(world.model.head(record) as ClinicPayload)).toEqual(expect.arrayContaining([...marks]))
  }
}, 120_000)
