import type { DocumentId } from '../../src/domain/id.ts'
import { makeArchived } from '../make/archived.ts'
import { documentId } from '../make/payload.ts'
import type { Phone } from './phone.ts'
import { badPlan, fillIn, goodPlan, makePlan, typedId, typePerson, type SweepWorld } from './sweep-world.ts'
import { carryOne, type World } from './world.ts'

/** One thing that a phone does while it is watched; or, without a phone, that happens elsewhere. */
export interface Act {
  readonly name: string
  readonly phone: 'a' | 'b' | null
  readonly run: (world: SweepWorld) => unknown
}

const idOf = ({ records }: SweepWorld, record: number) => records[record] as DocumentId
const act = (name: string, run: (phone: Phone, world: SweepWorld) => Promise<unknown>): Act => {
  const phone = name.startsWith('a-') ? 'a' as const : 'b' as const
  return { name, phone, run: (world) => run(world[phone], world) }
}
const elsewhere = (name: string, run: (world: SweepWorld) => unknown): Act => ({ name, phone: null, run })
const round = (name: string): Act => act(name, (phone) => phone.round())
const edit = (name: string, record: number, how: Parameters<Phone['edit']>[1] = {}): Act =>
  act(name, (phone, world) => phone.edit(idOf(world, record), how))
const confirm = (name: string): Act => elsewhere(name, ({ server }) => server.confirm())
const decide = (name: string, record: number): Act =>
  act(name, (phone, world: World) => carryOne(world, { do: 'decide', phone: world.phones.indexOf(phone), record }))

const drop = async (phone: Phone, world: SweepWorld): Promise<void> => {
  const id = idOf(world, 3)
  if (await phone.device.local.records.discard(id)) phone.giveUp(id, [...phone.saved.get(id) ?? []])
}

/** A draft with a picture and somebody typed, plans, times, and the first rounds of both phones. */
const drafts: readonly Act[] = [
  act('a-types-a-person', async (phone, world) => {
    await typePerson(phone)
    await phone.edit(idOf(world, 0), { photo: true, naming: typedId })
  }),
  act('a-makes-plans', async (phone, world) => {
    await makePlan(world, phone, goodPlan, 'first')
    await makePlan(world, phone, badPlan, 'refused')
  }),
  act('a-takes-times', async (phone, world) => {
    await fillIn(world, phone, 61)
    await fillIn(world, phone, 62)
  }),
  edit('a-begins-in-vain', 3, { photo: true }), act('a-drops-a-draft', drop),
  round('a-sends-a-draft'), confirm('confirmed-a-draft'), round('b-pulls-a-draft'), round('a-hears-of-the-picture'),
]

/** Versions of two phones that become one, and a form that stays open on a content that is replaced. */
const versions: readonly Act[] = [
  edit('a-edits-its-version', 0, { photo: true }), edit('b-edits-its-version', 0),
  round('a-sends-its-version'), edit('a-edits-once-more', 0), round('a-sends-once-more'),
  round('b-meets-the-other'), round('b-sends-the-merge'), round('a-pulls-the-merge'), confirm('confirmed-the-merge'),
  act('b-opens-a-form', (phone, world) => phone.open(idOf(world, 0))),
  edit('a-edits-under-the-form', 0), round('a-sends-under-the-form'), round('b-pulls-under-the-form'),
  elsewhere('a-colleague-goes-on', ({ model: { archive }, phones }) => {
    archive.put(makeArchived(51, '2026-04-01', { revision: 2 }))
    archive.put(makeArchived(53, '2026-05-04'))
    archive.depart(documentId(52))
    for (const phone of phones) phone.time += 400_000
  }),
  edit('b-saves-the-form', 0, { photo: true }), round('b-sends-the-form'),
]

/** A sealed record with pictures, an edit after its acknowledgement, and a clash of two seals that the person decides. */
const seals: readonly Act[] = [
  edit('a-photographs', 1, { photo: true }), edit('a-seals', 1, { photo: true, seal: true }),
  round('a-sends-the-seal'), confirm('confirmed-the-seal'), round('a-hears-of-pictures'),
  elsewhere('backup', ({ server }) => server.backup()),
  edit('a-corrects', 1, { photo: true }), round('a-sends-the-correction'), confirm('confirmed-the-correction'),
  edit('a-begins-the-third', 2), round('a-sends-the-third'), round('b-pulls-the-third'),
  edit('b-seals-the-third', 2, { seal: true }), edit('a-seals-the-third', 2, { seal: true, photo: true }),
  round('b-sends-its-seal'), round('a-meets-the-seal'), decide('a-decides', 2), round('a-goes-on'),
]

/** A server that was restored from the backup, a newer pack, a plan changed, more times, and an edit not sent yet. */
const restored: readonly Act[] = [
  edit('b-edits-before', 0),
  elsewhere('restore', ({ server, model, phones }) => {
    void server.restore()
    model.packs.set('areas', { version: 'areas 2', areas: [] })
    model.archive.epoch = 'epoch-2'
    model.archive.spoil(makeArchived(53, '2026-05-04', { revision: 3 }))
    for (const phone of phones) phone.time += 3_600_000
  }),
  act('a-changes-its-plan', (phone, world) => makePlan(world, phone, goodPlan, 'second')),
  act('a-takes-more-times', (phone, world) => fillIn(world, phone, 63)),
  round('a-meets-the-restored'), round('a-sends-again'), confirm('confirmed-again'), round('a-hears-again'),
  round('b-meets-the-restored'), round('b-sends-again'),
]

/** All that a round does, once and without a fault; after each chapter everything comes to rest, and nothing later mends it. */
export const chapters: readonly (readonly Act[])[] = [drafts, versions, seals, restored]
