import { waitingFillingsKey, type FillingTime } from '../../src/domain/filling.ts'
import type { PersonId, PlanId } from '../../src/domain/id.ts'
import { waitingPlansKey, type PlanDraft, type WaitingPlans } from '../../src/domain/plan.ts'
import type { Person } from '../../src/domain/reference.ts'
import { makeArchived } from '../make/archived.ts'
import { authorId, documentId, personId, places } from '../make/payload.ts'
import type { Judgement } from './oracle.ts'
import type { Phone } from './phone.ts'
import { headOf, modelWorld } from './world.ts'

/** Somebody whom the person of these phones types. */
export const typedId = personId('typed')
const planId = (n: number) => documentId(n) as string as PlanId
/** A plan that the server takes, and one that it refuses. */
export const [goodPlan, badPlan] = [planId(31), planId(32)]

/** The world of the sweep, with what a phone reported as kept beside records. */
export type SweepWorld = ReturnType<typeof sweepWorld>

/** Two phones of one person; four records, packs, and a server that refuses one of two plans. */
export function sweepWorld() {
  const world = modelWorld(2)
  const records = [0, 1, 2, 3].map((n) => documentId(n))
  world.model.packs.set('areas', { version: 'areas 1', areas: [] }).set('plans', { version: 'plans 1', plans: [] })
  world.model.refusedPlans.add(badPlan)
  const [a, b] = world.phones as [Phone, Phone]
  a.packs = ['areas']
  b.packs = ['areas']
  a.organisations = [places.hospital]
  b.organisations = [places.hospital]
  for (const record of [makeArchived(51, '2026-03-05'), makeArchived(52, '2026-05-02')]) world.model.archive.put(record)
  return { ...world, a, b, records, recordsOf: () => records, plans: new Map<PlanId, PlanDraft>(), fillings: [] as number[] }
}

/** A person typed on a phone, as the app keeps one: for this device and for the outbox. */
export async function typePerson({ device: { local } }: Phone): Promise<void> {
  const person: Person = { id: typedId, name: '王秀英', organisation_id: places.hospital as never, title_level: 'junior', category: 'tcm' } as Person
  await local.preferences.set('typed-people', [person])
  await local.outbox.addPerson(person as Parameters<typeof local.outbox.addPerson>[0])
}

export async function makePlan({ plans }: SweepWorld, { device: { local } }: Phone, id: PlanId, note: string): Promise<void> {
  const plan: PlanDraft = {
    id, kind: 'free_clinic', planned_on: '2026-05-20', organisation_id: places.hospital as never, team: [authorId],
    area_id: places.county as never, recipient_org_id: null, place_name: '', note,
  }
  await local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => ({ ...now, [id]: { plan, refused: null } }))
  plans.set(id, plan)
}

export async function fillIn({ fillings }: SweepWorld, { device: { local } }: Phone, seconds: number): Promise<void> {
  const time: FillingTime = { kind: 'free_clinic', answers_version: 1, seconds }
  await local.preferences.update<readonly FillingTime[]>(waitingFillingsKey, (now = []) => [...now, time])
  fillings.push(seconds)
}

async function judgePlans({ model, plans, a }: SweepWorld, found: Judgement): Promise<void> {
  const waiting = await a.device.local.preferences.get<WaitingPlans>(waitingPlansKey) ?? {}
  for (const [id, plan] of plans) {
    const there = model.plans.get(id)
    if (id === badPlan && waiting[id]?.refused) continue
    if (waiting[id]) found.stuck.push(`plan ${plan.note}: waits`)
    if (!there) found.lost.push(`plan ${plan.note}: not on the server`)
    else if (there.note !== plan.note) found.lost.push(`plan ${plan.note}: the server has ${there.note}`)
  }
}

/** Times of fillings arrive once at most; `spared` ones may be missing, where an app died while they were under way. */
async function judgeFillings({ model, fillings, phones }: SweepWorld, spared: boolean, found: Judgement): Promise<void> {
  const there = model.fillings.map(({ seconds }) => seconds)
  for (const seconds of new Set(there)) if (there.filter((each) => each === seconds).length > 1) found.duplicated.push(`filling ${seconds}`)
  for (const { name, device: { local } } of phones)
    if ((await local.preferences.get<readonly FillingTime[]>(waitingFillingsKey) ?? []).length > 0) found.stuck.push(`${name}: fillings wait`)
  if (!spared) for (const seconds of fillings) if (!there.includes(seconds)) found.lost.push(`filling ${seconds}`)
}

async function judgePeople({ model, server, phones }: SweepWorld, found: Judgement): Promise<void> {
  const heads = [...await server.revisions()].map(([, revisions]) => headOf(revisions))
  const isNamed = heads.some((head) => head?.header.participants.some(({ person_id }) => person_id === typedId as PersonId))
  if (!isNamed) return
  if (!model.people.has(typedId)) found.lost.push('a person typed')
  for (const { name, device: { local } } of phones)
    if ((await local.outbox.people()).length > 0) found.stuck.push(`${name}: a person typed waits`)
}

/** The organisation's archive is on each phone as the server has it, each record with its text. */
async function judgeArchive({ model, phones }: SweepWorld, found: Judgement): Promise<void> {
  const there = model.archive.standing.map(({ line, text }) => `${line.id} ${line.revision} ${text.length}`).sort().join()
  for (const { name, device: { local } } of phones) {
    const archive = await local.archive()
    const here = await Promise.all((await archive.lines()).map(async ({ id, revision }) => `${id} ${revision} ${(await archive.read(id))?.text.length}`))
    if (here.sort().join() !== there) found.stuck.push(`${name}: its archive is ${here.length} records`)
  }
}

async function judgeDevice({ model, phones }: SweepWorld, found: Judgement): Promise<void> {
  for (const { name, device: { local }, packs } of phones) {
    for (const key of packs) {
      const held = (await local.packs.get(key))?.version
      if (held !== model.packs.get(key)?.version) found.stuck.push(`${name}: pack ${key} is ${held}`)
    }
    const { id, sealed } = await local.device.read()
    const said = model.ledgers.get(`${authorId}/${id}`)
    if (sealed > 0 && said?.issued !== sealed) found.stuck.push(`${name}: ${said?.issued} of ${sealed} seals told`)
    if (said && said.waiting.length > said.refused) found.stuck.push(`${name}: told to wait: ${said.waiting.join()}`)
  }
}

/** Adds to a judgement what concerns everything but records. */
export async function judgeBeside(world: SweepWorld, spared: boolean, found: Judgement): Promise<void> {
  await judgePlans(world, found)
  await judgeFillings(world, spared, found)
  await judgePeople(world, found)
  await judgeDevice(world, found)
  await judgeArchive(world, found)
}
