// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { amendmentKey } from '../../../src/domain/amendment.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { waitingPlansKey } from '../../../src/domain/plan.ts'
import type { NewPerson } from '../../../src/domain/ports.ts'
import { sendPlans } from '../../../src/sync/plans.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { FakeRemote } from '../../fakes/fake-remote.ts'
import { ModelServer } from '../../fakes/model-server.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, makeSeal, personId } from '../../make/payload.ts'
import { makeRescueFile, passphrase, pieceOf } from '../../make/rescue.ts'
import {
  allBut, begin, begunOn, corrected, correction, deliverOn, id, keep, later, makePlan, record, waitingOn,
} from './kept-device.ts'
import { contentOf, exportFrom, importOn, nothingTaken, rescueOn, rowsOf } from './rescue-device.ts'

let broken: FakeDevice
let fresh: FakeDevice
beforeEach(() => {
  broken = new FakeDevice(authorId)
  fresh = new FakeDevice(authorId)
})

describe('an export', () => {
  it('[E1] holds the corrections begun with their pictures, and the plans that wait, where nothing else waits', async () => {
    await deliverOn(broken)
    await begin(broken)
    await keep(broken, makePlan(2))

    const [manifest, begun, picture, plan, ...more] = await contentOf(await exportFrom(broken))

    expect(manifest?.thing).toMatchObject({ v: 2, records: 0, pictures: 1, corrections: 1, plans: 1 })
    const { bytes: _bytes, ...listed } = later.file
    expect(begun?.thing).toEqual({ what: 'correction', id, correction: { ...correction(), bytes: [listed] } })
    expect(picture?.thing).toMatchObject({ what: 'picture', document_id: id, sha256: later.file.sha256 })
    expect(Buffer.from(picture?.bytes ?? []).toString()).toBe('picture later')
    expect(plan?.thing).toEqual({ what: 'plan', id: makePlan(2).id, waiting: { plan: makePlan(2), refused: 'forbidden' } })
    expect(more).toEqual([])
    expect(await rescueOn(broken).standing()).toEqual({ records: 0, pictures: 0, corrections: 1, plans: 1 })
  })

  it('[E1] leaves out corrections that are over, and those of others', async () => {
    for (const kept of [null, correction({ ...corrected(), author_id: colleagueId })]) {
      await begin(broken, kept)
      expect(await rescueOn(broken).standing()).toEqual({ records: 0, pictures: 0, corrections: 0, plans: 0 })
    }
  })

  it('[E3] is of version 1 as ever where it holds no correction and no plan', async () => {
    await broken.local.records.save(record, [], 0)
    await begin(broken, null)

    const manifest = (await contentOf(await exportFrom(broken)))[0]?.thing

    expect(manifest).toMatchObject({ v: 1, records: 1 })
    for (const name of ['corrections', 'plans']) expect(manifest).not.toHaveProperty(name)
  })

  it('[E2] reads them in a store of version 1, which stays as it is', async () => {
    const disk = new IDBFactory()
    const old = new Dexie(`xingxun-${authorId}`, { indexedDB: disk, IDBKeyRange })
    old.version(1).stores({
      documents: 'id', outbox: 'id', photos: '[document_id+sha256], document_id', photoBytes: '[document_id+sha256], document_id',
      people: 'key', packs: 'key', cursors: 'key', preferences: 'key', events: '++seq',
    })
    await old.table('preferences').bulkPut([
      { key: amendmentKey(id), value: { payload: corrected(), bytes: [later.file] } },
      { key: waitingPlansKey, value: { [makePlan(2).id]: { plan: makePlan(2), refused: null } } },
    ])
    old.close()

    expect(await importOn(fresh, await exportFrom({ disk, person: authorId }))).toEqual({ ...nothingTaken, corrections: 1, plans: 1 })
    expect(await begunOn(fresh)).toEqual({ payload: corrected(), bytes: [later.file] })
    expect((await disk.databases()).map(({ version }) => version)).toEqual([10])
  })
})

describe('a correction that is taken in', () => {
  it('[E5] is begun here with its pictures and all else of it, before its record has come', async () => {
    await begin(broken)

    expect(await importOn(fresh, await exportFrom(broken))).toEqual({ ...nothingTaken, corrections: 1 })

    expect(await begunOn(fresh)).toEqual({ ...correction(), read: { payload: record, edition: 0 } })
    expect(await fresh.local.records.list()).toEqual([])
  })

  it('[E5] is handed in over the record that it was begun on', async () => {
    await begin(broken)
    await deliverOn(fresh)
    await importOn(fresh, await exportFrom(broken))
    const begun = await begunOn(fresh)

    const saved = await fresh.local.records.save(begun?.payload as Payload, begun?.bytes ?? [], 9, begun?.read)

    expect(saved).toMatchObject({ payload: { header: { title: '更正后的名称' } } })
    expect((await fresh.local.records.read(id))?.entry).toMatchObject({ state: 'queued' })
    expect(await fresh.local.records.photo(id, later.file.sha256)).toEqual(later.file.bytes)
  })

  it('[E5] does not write over another content of the record, though both devices counted as many saves', async () => {
    await begin(broken)
    await importOn(fresh, await exportFrom(broken))
    await deliverOn(fresh, { ...record, header: makeHeader({ title: '这里的名称' }) })
    const begun = await begunOn(fresh)
    expect((await fresh.local.records.read(id))?.record.edition).toBe(correction().read?.edition)

    await fresh.local.records.save(begun?.payload as Payload, begun?.bytes ?? [], 9, begun?.read)

    expect((await fresh.local.records.read(id))?.record.rival?.payload.header.title).toBe('这里的名称')
  })

  it('[E5] brings the people it names, and no others', async () => {
    const typed = (word: string): NewPerson => ({ id: personId(word), name: word, organisation_id: 121, title_level: '', category: '' })
    for (const word of ['named', 'planned', 'unnamed']) await broken.local.outbox.addPerson(typed(word))
    await begin(broken, correction({ ...corrected(), header: makeHeader({ participants: [makeParticipant({ person_id: personId('named') })] }) }))
    await keep(broken, { ...makePlan(2), team: [personId('planned')] })
    await importOn(fresh, await exportFrom(broken))

    expect((await fresh.local.outbox.people()).map(({ name }) => name).sort()).toEqual(['named', 'planned'])
  })

  it('[E5] is known where the record here says it already, under a seal of its own', async () => {
    await begin(broken)
    await deliverOn(fresh, { ...corrected(), device_id: 'another', sealed: makeSeal({ device_seq: 40 }) })
    const file = await exportFrom(broken)
    const before = await allBut(fresh)

    expect(await importOn(fresh, file)).toEqual({ ...nothingTaken, known: 1 })
    expect(await allBut(fresh)).toEqual(before)
  })
})

describe('taking in again', () => {
  it('[E5] changes nothing, nor after the correction was handed in and the plan sent', async () => {
    await begin(broken)
    await keep(broken, makePlan(2))
    const file = await exportFrom(broken)
    await importOn(fresh, file)
    for (const over of [false, true]) {
      if (over) {
        await begin(fresh, null)
        const remote = new FakeRemote(new ModelServer(), authorId)
        remote.server.packs.set('plans', { version: '1', plans: [] })
        await sendPlans({ local: fresh.local, remote })
        expect([...remote.server.plans.keys()]).toEqual([makePlan(2).id])
        expect(await waitingOn(fresh)).toEqual({})
      }
      const before = await rowsOf(fresh.disk, authorId)
      expect(await importOn(fresh, file)).toEqual({ ...nothingTaken, known: 2 })
      expect(await rowsOf(fresh.disk, authorId)).toEqual(before)
    }
  })

  it('[E5] changes nothing on the device they came from', async () => {
    await begin(broken)
    await keep(broken, makePlan(2))
    const file = await exportFrom(broken)
    const before = await allBut(broken)

    expect(await importOn(broken, file)).toEqual({ ...nothingTaken, known: 2 })
    expect(await allBut(broken)).toEqual(before)
  })
})

it('[E5] another correction begun here, and another wording of a plan that waits here, are kept and the file\'s are named', async () => {
  await begin(broken)
  await keep(broken, makePlan(2))
  await begin(fresh, correction(corrected('这里的更正')))
  await keep(fresh, makePlan(2, '这里的备注'))
  const before = await rowsOf(fresh.disk, authorId)

  expect(await importOn(fresh, await exportFrom(broken))).toEqual({ ...nothingTaken, left: [
    { what: 'correction', id, name: `${record.short_no} 更正后的名称` },
    { what: 'plan', id: makePlan(2).id, name: '2026-05-20 丰乐镇卫生院' },
  ] })
  expect(await rowsOf(fresh.disk, authorId)).toEqual(before)
})

it('[E5] a plan joins those that wait here, to be sent again where it was refused', async () => {
  await keep(broken, makePlan(2))
  await keep(fresh, makePlan(3))

  expect(await importOn(fresh, await exportFrom(broken))).toEqual({ ...nothingTaken, plans: 1 })
  expect(await waitingOn(fresh)).toEqual({
    [makePlan(3).id]: { plan: makePlan(3), refused: 'forbidden' }, [makePlan(2).id]: { plan: makePlan(2), refused: null },
  })
})

/** What a file of version 2 says beyond version 1, word for word: whoever changes it makes another version. */
describe('a file whose content is of version 2', () => {
  const said = { what: 'manifest', v: 2, person: authorId, name: '', made_at: '2026-05-08T08:00:00.000Z', store: 4, device: null, people: [],
    records: 0, pictures: 1, corrections: 1, plans: 1 }
  const { sha256, type } = later.file
  const begun = { what: 'correction', id, correction: { payload: corrected(), bytes: [{ sha256, type }] } }
  const picture = pieceOf({ what: 'picture', document_id: id, sha256, photo: { state: 'waiting', type, attempts: 0 } },
    new Uint8Array(later.file.bytes))
  const plan = { what: 'plan', id: makePlan(2).id, waiting: { plan: makePlan(2), refused: null } }

  it('[E3] is taken in as ever', async () => {
    const file = await makeRescueFile([pieceOf(said), pieceOf(begun), picture, pieceOf(plan)])

    expect(await importOn(fresh, new Blob([file]))).toEqual({ ...nothingTaken, corrections: 1, plans: 1 })
    expect(await begunOn(fresh)).toEqual({ payload: corrected(), bytes: [later.file] })
    expect(await waitingOn(fresh)).toEqual({ [makePlan(2).id]: { plan: makePlan(2), refused: null } })
  })

  it.each([
    ['a correction too few', [said, begun, plan], { corrections: 2 }], ['a plan too few', [said, begun, plan], { plans: 2 }],
    ['a correction not told of', [said, begun, plan], { corrections: 0 }], ['a plan not told of', [said, begun, plan], { plans: 0 }],
    ['a picture too few', [said, begun, plan], { pictures: 2 }],
    ['what nobody knows', [said, begun, plan, { what: 'else' }], {}],
    ['a correction of another person', [said, { ...begun, correction: { ...begun.correction, payload: { ...corrected(), author_id: colleagueId } } }, plan], {}],
    ['a correction under another record', [said, { ...begun, id: documentId(9) }, plan], {}],
    ['a plan under another id', [said, begun, { ...plan, id: documentId(9) }], {}],
  ] as const)('[E4] that holds %s is refused', async (_what, [manifest, ...things], wrong) => {
    const rescue = rescueOn(fresh)
    const file = await makeRescueFile([pieceOf({ ...manifest, ...wrong }), ...things.map((thing) => pieceOf(thing)), picture])

    expect(await rescue.check(new Blob([file]), passphrase)).toEqual({ refusal: 'damaged', name: '' })
    rescue.close()
  })
})
