import { describe, expect, it, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import type { DocumentId } from '../../../src/domain/id.ts'
import { useBegin, type Beginning } from '../../../src/features/capture/use-begin.ts'
import { topLevelKinds, childKindOf } from '../../../src/kinds/models.ts'
import words from '../../../src/kinds/tour-stop/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, places } from '../../make/payload.ts'
import { planId } from '../../make/plan.ts'
import { makeStop, makeTour, tourId } from '../../make/tour.ts'
import { makeRosterRow, makeTrainingAnswers, makeTrainingPayload, type TrainingPayload } from '../../make/training.ts'

const acting = { id: 1, role: 'field_worker', organisation_id: places.hospital, organisation_name: '', area_id: null, area_name: '', county_id: places.county }
const fresh = documentId(90)

/** Begins a record on a device that holds the given ones; gives the draft. */
async function begin(asked: Beginning, workplace: object, held: readonly Payload[] = [], { local } = new FakeDevice(authorId)): Promise<Payload | undefined> {
  for (const [n, payload] of held.entries()) await local.records.save(payload, [], payload.id === tourId ? 1_000 : n)
  const container = { clock: { now: () => Date.parse('2026-05-08T01:47:12Z') }, makeId: () => fresh,
    workplace: shallowRef({ local, ...workplace } as unknown as Workplace) }
  let beginning: ReturnType<typeof useBegin> | undefined
  const app = createApp({ setup: () => (beginning = useBegin(), () => null) })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': words } }))
  app.provide(containerKey, container as unknown as Container).mount(document.createElement('div'))
  vi.stubGlobal('navigator', { storage: {} })
  const id: DocumentId | null | undefined = await beginning?.begin(asked)
  app.unmount()
  vi.unstubAllGlobals()
  return id ? (await local.records.read(id))?.record.payload : undefined
}

const beginStop = (held: readonly Payload[], organisation: number | null = places.hospital) =>
  begin({ kind: 'tour_stop', practice: false, parentId: tourId },
    { identity: { personId: authorId, memberships: [] }, acting: { ...acting, organisation_id: organisation } }, held)

describe('a record begun from a plan', () => {
  const other = { ...acting, id: 2, organisation_id: places.townshipHospital }
  /** Begins a free clinic from a plan of an organisation, acting for the hospital; gives for whom the draft is. */
  const beginPlanned = async (organisation_id: number, memberships = [acting, other]) => (await begin(
    { kind: 'free_clinic', practice: false, parentId: null, plan: { id: planId(), organisation_id, area_id: places.county, recipient_org_id: null, place_name: '', team: [] } },
    { identity: { personId: authorId, memberships }, acting }))?.header.organisation_id

  it('is of the organisation that planned it, so that it does what the plan says', async () => {
    expect(await beginPlanned(places.townshipHospital)).toBe(places.townshipHospital)
    expect(await beginPlanned(places.hospital)).toBe(places.hospital)
    expect(await beginPlanned(places.townshipHospital, [acting])).toBe(places.hospital)
  })
})

it('a record begun names its author with the title that the county\'s pack has', async () => {
  const device = new FakeDevice(authorId)
  const person = { id: authorId, name: '田杜仲', organisation_id: places.hospital, title_level: 'associate_senior', category: 'management' }
  await device.local.packs.put(`county:${places.county}`, { version: '1', people: [person] })

  const begun = await begin({ kind: 'free_clinic', practice: false, parentId: null }, { identity: { personId: authorId, memberships: [] }, acting }, [], device)

  expect(begun?.header.participants).toEqual([{ person_id: authorId, role: 'lead', title_level: 'associate_senior', category: 'management' }])
})

describe('what can be begun', () => {
  it('by itself are the kinds without a parent', () => {
    expect(topLevelKinds).toContain('circuit_tour')
    expect(topLevelKinds).not.toContain('tour_stop')
    expect([childKindOf('circuit_tour'), childKindOf('tour_stop')]).toEqual(['tour_stop', undefined])
  })
})

describe('a stop begun from its tour', () => {
  it('names its tour and takes its place, team and area from it', async () => {
    const tour = makeTour()

    const stop = await beginStop([tour])

    expect(stop).toMatchObject({ id: fresh, kind: 'tour_stop', parent_id: tourId, status: 'draft', practice: false,
      answers: { stop_seq: 1, outpatient_visits: null },
      header: { title: '务川县中医院五月巡回医疗 第1站', host_area_id: places.township, participants: tour.header.participants,
        recipient_org_id: null, started_at: '2026-05-08T01:30:00.000Z', ended_at: '2026-05-08T04:30:00.000Z' } })
    expect(stop?.short_no).toMatch(/^XZ-/)
  })

  it('goes on from the stop before, somewhere else in the area of the tour', async () => {
    const before = makeStop(3, { status: 'draft', sealed: null,
      header: makeHeader({ host_area_id: 520326102, participants: [makeParticipant()] }) })

    expect(await beginStop([makeTour(), before])).toMatchObject({
      answers: { stop_seq: 4, stop_level: 'township' }, header: { host_area_id: places.township, participants: [{ person_id: authorId }] } })
  })

  it('keeps the habits of a stop of another tour, and none of its places or people', async () => {
    const other = makeStop(1, { parent_id: documentId(8), header: makeHeader({ host_area_id: 520326109, participants: [makeParticipant()] }) })

    const stop = await beginStop([makeTour(), other])

    expect(stop).toMatchObject({ answers: { stop_seq: 1, transport: 'mobile_hospital' }, header: { host_area_id: places.township } })
    expect(stop?.header.participants).toHaveLength(2)
  })

  it('is practice when its tour is', async () => {
    expect((await beginStop([makeTour({ practice: true })]))?.practice).toBe(true)
  })

  it('can be begun by a colleague whose phone does not hold the tour', async () => {
    expect(await beginStop([])).toMatchObject({ parent_id: tourId, author_id: authorId, answers: { stop_seq: 1 },
      header: { title: '', host_area_id: places.county, participants: [{ person_id: authorId, role: 'lead' }] } })
  })

  it('is begun for an organisation or not at all', async () => {
    expect(await beginStop([makeTour()], null)).toBeUndefined()
  })
})

describe('a session begun after others', () => {
  /** The session of a number, of that day of May; it gave out twenty certificates. */
  const session = (nth: number, parts: Partial<TrainingPayload> = {}, answers: Parameters<typeof makeTrainingAnswers>[0] = {}) => makeTrainingPayload({
    id: documentId(nth), header: makeHeader({ title: `第${nth}期`, started_at: `2026-05-0${nth}T01:00:00.000Z` }), ...parts,
    answers: makeTrainingAnswers({ session_no: nth, certificate_next: `证${nth * 20 + 1}`, hours_theory: nth,
      roster: [makeRosterRow({ certificate_no: `证${nth * 20}` })], mode: nth === 4 ? 'remote' : 'onsite', ...answers }) })
  const draft = { status: 'draft', sealed: null } as const
  async function next(held: readonly Payload[], practice = false) {
    const begun = await begin({ kind: 'training_session', practice, parentId: null },
      { identity: { personId: authorId, memberships: [] }, acting }, held)
    const { session_no, certificate_next, mode } = begun?.answers as ReturnType<typeof makeTrainingAnswers>
    return [session_no, certificate_next, mode]
  }

  it('goes on after the last, though an older one was corrected since', async () => {
    expect(await next([session(4), session(3)])).toEqual([5, '证81', 'remote'])
  })

  it('goes on after a draft too, and keeps the habits of what was handed in', async () => {
    expect(await next([session(3), session(4, draft)])).toEqual([5, '证81', 'onsite'])
    expect(await next([session(4, draft)])).toEqual([5, '证81', null])
  })

  it('begins again after a first one of the year, a draft too, though an older one is corrected', async () => {
    const first = session(5, draft, { session_no: 1 })
    expect(await next([session(4), first])).toEqual([2, '证101', 'remote'])
    expect(await next([first, session(4)])).toEqual([2, '证101', 'remote'])
  })

  it('goes on after nothing made for practice, void, of another organisation or of a colleague', async () => {
    const elsewhere = makeHeader({ organisation_id: 999, started_at: '2026-05-02T01:00:00.000Z' })
    expect(await next([session(2), session(4, { practice: true }), session(5, { status: 'void' }), session(6, { header: elsewhere }),
      session(7, { author_id: colleagueId })])).toEqual([3, '证41', 'onsite'])
  })

  it('for practice goes on after whatever there is', async () => {
    expect(await next([session(2), session(4, { practice: true })], true)).toEqual([5, '证81', 'remote'])
  })
})

it('a stop of a colleague on this device does not lend its place', async () => {
  const theirs = makeStop(1, { author_id: colleagueId, header: makeHeader({ host_area_id: 520326105 }) })

  expect(await beginStop([makeTour(), theirs])).toMatchObject({ answers: { stop_seq: 2 }, header: { host_area_id: places.township } })
})
