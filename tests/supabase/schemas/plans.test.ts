import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chinaDay, chinaInstant } from '../../../src/domain/day.ts'
import type { Header } from '../../../src/domain/header.ts'
import { listed } from '../../../src/domain/listed-record.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import { plansDone } from '../../../src/domain/plan-done.ts'
import type { ReferencePack } from '../../../src/domain/ports.ts'
import { documentId, makeHeader, makeParcel, makePayload, personId, places, type ClinicPayload } from '../../make/payload.ts'
import { planId } from '../../make/plan.ts'
import { pick, seeded, type Random } from '../../make/random.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const inDays = (days: number) => chinaDay(new Date(Date.now() + days * 86_400_000))
const makePlan = (more: Record<string, unknown> = {}) => ({
  id: documentId(70), kind: 'free_clinic', planned_on: inDays(3), organisation_id: 121, team: [] as string[], area_id: 520326,
  recipient_org_id: null, place_name: ' 丰乐镇卫生院 ', note: '带艾条', made_on: null as string | null, ...more,
})
const put = 'select api.put_plan(($1::text)::jsonb)'
const make = async (stage: Stage, who: Persona, more: Record<string, unknown> = {}) =>
  failureOf(await stage.as(who), put, [JSON.stringify(makePlan(more))])
const packOf = async (stage: Stage, who: Persona) => callOf<ReferencePack>(await stage.as(who), "api.reference_pack('plans', null)")
const plansOf = async (stage: Stage, who: Persona): Promise<readonly Plan[]> => (await packOf(stage, who)).plans ?? []
const alone = (who: Persona) => ({ team: [personId(who)] })

describe('a plan', () => {
  it('of an organisation reaches its people and its maker, with names', () => onStage(database, async (stage) => {
    expect(await make(stage, 'organisationManager')).toBeNull()

    for (const who of ['author', 'colleague', 'organisationManager'] as const)
      expect(await plansOf(stage, who)).toMatchObject([{
        id: documentId(70), kind: 'free_clinic', planned_on: inDays(3), organisation_name: '务川仡佬族苗族自治县中医院', mine: true,
        place_name: '丰乐镇卫生院', note: '带艾条', by_me: who === 'organisationManager', recipient_name: '',
      }])
    const [plan] = await plansOf(stage, 'author')
    expect(plan?.area_ids).toContain(520326)
    expect(plan?.area_ids.length).toBeGreaterThan(10)
    for (const who of ['otherOrganisation', 'dingzhouAuthor', 'withoutMembership'] as const) expect(await plansOf(stage, who)).toEqual([])
  }))

  it('for some of its people reaches those alone', () => onStage(database, async (stage) => {
    await make(stage, 'wuchuanManager', alone('colleague'))

    expect((await plansOf(stage, 'colleague')).map(({ mine }) => mine)).toEqual([true])
    expect(await plansOf(stage, 'author')).toEqual([])
    expect((await plansOf(stage, 'wuchuanManager')).map(({ mine, by_me }) => [mine, by_me])).toEqual([[false, true]])
  }))

  it.each([
    ['author', {}, '403 forbidden'], ['author', alone('colleague'), '403 forbidden'], ['author', alone('author'), null],
    ['dingzhouAuthor', { ...alone('dingzhouAuthor') }, '403 forbidden'], ['dingzhouManager', {}, '403 forbidden'],
    ['wuchuanManager', {}, null], ['guizhouManager', {}, null], ['withoutMembership', alone('withoutMembership'), '403 forbidden'],
  ] as const)('by %s with %o: %s', (who, more, failure) => onStage(database, async (stage) => {
    expect(await make(stage, who, more)).toBe(failure)
  }))

  it.each([
    ['no id', { id: null }], ['a broken id', { id: 'x' }], ['an unknown kind', { kind: 'dance' }], ['a stop of a tour', { kind: 'tour_stop' }],
    ['no day', { planned_on: null }], ['a day that is none', { planned_on: '2026-02-30' }], ['a day long past', { planned_on: inDays(-400) }],
    ['a day in three years', { planned_on: inDays(1000) }], ['a province', { area_id: 520000 }], ['no area', { area_id: null }],
    ['an unknown recipient', { recipient_org_id: 999999 }], ['a team from elsewhere', alone('dingzhouAuthor')],
    ['somebody unknown', { team: [documentId(9)] }], ['a long place', { place_name: '长'.repeat(61) }],
    ['a long note', { note: '长'.repeat(301) }], ['a number of a person', { note: '联系13800138000' }],
    ['a large team', { team: Array.from({ length: 31 }, (_, n) => documentId(n)) }],
  ])('is refused with %s', (_, more) => onStage(database, async (stage) => {
    expect(await make(stage, 'organisationManager', more)).toBe('422 invalid')
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.plans')).toBe(0)
  }))

  it('reaches whoever belongs to the organisation beside another, and is theirs to make', () => onStage(database, async (stage) => {
    const beside = { organisation_id: 123, ...alone('author') }
    expect(await make(stage, 'author', beside)).toBe('403 forbidden')
    expect(await make(stage, 'countryManager', beside)).toBe('422 invalid')

    await (await stage.owner()).query(`insert into app.memberships (person_id, role, organisation_id) values ('${personId('author')}', 'field_worker', 123)`)
    expect(await make(stage, 'author', beside)).toBeNull()
    expect(await make(stage, 'countryManager', { ...beside, id: documentId(71) })).toBeNull()
    expect((await plansOf(stage, 'author')).map(({ id, mine }) => [id, mine])).toEqual([[documentId(70), true], [documentId(71), true]])

    await (await stage.owner()).query(`update app.memberships set active = false where organisation_id = 123 and person_id = '${personId('author')}'`)
    expect(await make(stage, 'countryManager', { ...beside, id: documentId(72) })).toBe('422 invalid')
  }))

  it('is given before 200 others that are overdue, of which the oldest go', () => onStage(database, async (stage) => {
    await (await stage.owner()).query(`insert into app.plans (id, kind, planned_on, organisation_id, area_id, host_county_id, made_by)
      select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'free_clinic', '${inDays(0)}'::date - (n + 1) / 2, 121, 520326, 520326,
        '${personId('organisationManager')}' from generate_series(1, 204) as n`)
    for (const [n, day] of [0, 400].entries()) await make(stage, 'organisationManager', { id: documentId(70 + n), planned_on: inDays(day) })
    const plans = await plansOf(stage, 'author')

    expect([plans.length, plans.at(-2)?.planned_on, plans.at(-1)?.planned_on, plans[0]?.planned_on])
      .toEqual([200, inDays(0), inDays(400), inDays(-99)])
  }))

  it('sent twice is one, and is its maker\'s or manager\'s to change', () => onStage(database, async (stage) => {
    await make(stage, 'author', alone('author'))
    await make(stage, 'author', { ...alone('author'), note: '改到下午' })
    expect((await plansOf(stage, 'author')).map(({ note }) => note)).toEqual(['改到下午'])

    expect(await make(stage, 'colleague', alone('colleague'))).toBe('404 notFound')
    expect(await make(stage, 'organisationManager', { ...alone('author'), cancelled: true })).toBeNull()
    expect(await plansOf(stage, 'author')).toEqual([])
  }))

  it('[C9] cancelled stays cancelled, whatever word of it comes late', () => onStage(database, async (stage) => {
    await make(stage, 'author', alone('author'))
    await make(stage, 'author', { ...alone('author'), cancelled: true })
    const standing = () => stage.owner().then((owner) => valueOf(owner, 'select to_jsonb(p) from app.plans p'))
    const before = await standing()

    expect(await make(stage, 'author', { ...alone('author'), note: '还是去' })).toBe('404 notFound')
    expect(await make(stage, 'author', { ...alone('author'), cancelled: true, note: '不去了' })).toBeNull()

    expect(await standing()).toEqual(before)
    expect(await plansOf(stage, 'author')).toEqual([])
  }))
})

const clinicOn = (day: number, more: Partial<ClinicPayload> = {}, header: Partial<Header> = {}) => makePayload({
  ...more, header: makeHeader({
    // The first minute of the day: it is over whenever the test runs.
    started_at: chinaInstant(inDays(day), '00:00'), ended_at: chinaInstant(inDays(day), '00:01'), late_reason: '补录', ...header,
  }),
})
const held = (...clinic: Parameters<typeof clinicOn>) => makeParcel(clinicOn(...clinic))

describe('a plan is done', () => {
  it.each([
    ['by a record of a colleague', held(0), 0, true],
    ['not by a draft', held(0, { status: 'draft' }), 0, false],
    ['not by practice', held(0, { practice: true }), 0, false],
    ['not by one of the day on which it was made for another', held(0), 1, false],
    ['not by one from before it was made', held(-2), 3, false],
    ['by one begun from it, however early', held(0, { plan_id: planId() }), 21, true],
    ['not by one begun from it for practice', held(0, { plan_id: planId(), practice: true }), 0, false],
    ['by one of its day, planned when that was over', held(-2), -2, true],
    ['by one that came late', held(0), -30, true],
    ['not by one of last season', held(0), -70, false],
  ])('%s', (_, parcel, planned, done) => onStage(database, async (stage) => {
    await make(stage, 'organisationManager', { id: planId(), planned_on: inDays(planned) })
    await stage.push('author', [parcel])

    expect(await plansOf(stage, 'colleague')).toHaveLength(done ? 0 : 1)
  }))

  it('not by one begun from another, unless that stands no more', () => onStage(database, async (stage) => {
    const other = { id: planId(2), planned_on: inDays(30) }
    await make(stage, 'organisationManager', { id: planId(), planned_on: inDays(0) })
    await make(stage, 'organisationManager', other)
    await stage.push('author', [held(0, { plan_id: planId(2) })])
    expect((await plansOf(stage, 'colleague')).map(({ id }) => id)).toEqual([planId()])

    await make(stage, 'organisationManager', { ...other, cancelled: true })
    expect(await plansOf(stage, 'colleague')).toEqual([])
  }))

  it('by one from before the server heard of it, where the phone had it by then', () => onStage(database, async (stage) => {
    for (const [n, day] of [-4, -3, 5].entries()) await make(stage, 'organisationManager', { id: documentId(71 + n), planned_on: inDays(1), made_on: inDays(day) })
    await stage.push('author', [held(-3), held(-2, { id: documentId(2), short_no: 'YZ-2' }), held(-1, { id: documentId(3), short_no: 'YZ-3' })])

    expect((await plansOf(stage, 'colleague')).map(({ id, made_on }) => [id, made_on])).toEqual([[documentId(73), inDays(0)]])
    await make(stage, 'organisationManager', { id: documentId(73), planned_on: inDays(1), made_on: inDays(-3) })
    expect(await plansOf(stage, 'colleague')).toHaveLength(1)
  }))

  it('in its area and with its recipient only', () => onStage(database, async (stage) => {
    const { host_area_id } = makeHeader()
    const today = { planned_on: inDays(0) }
    await make(stage, 'organisationManager', { ...today, id: documentId(71), area_id: 130682 })
    await make(stage, 'organisationManager', { ...today, id: documentId(72), recipient_org_id: 123 })
    await make(stage, 'organisationManager', { ...today, id: documentId(73), area_id: host_area_id })
    await stage.push('author', [held(0, {}, { recipient_org_id: null })])

    expect((await plansOf(stage, 'colleague')).map(({ id }) => id)).toEqual([documentId(71), documentId(72)])
  }))

  it('one by each record: those of a week and a fortnight later stay open', () => onStage(database, async (stage) => {
    for (const [n, day] of [0, 7, 14].entries()) await make(stage, 'organisationManager', { id: documentId(71 + n), planned_on: inDays(day) })
    await stage.push('author', [held(0)])

    expect((await plansOf(stage, 'colleague')).map(({ id }) => id)).toEqual([documentId(72), documentId(73)])
    expect((await packOf(stage, 'author')).did_plans).toEqual([documentId()])
    expect((await packOf(stage, 'colleague')).did_plans).toEqual([])
  }))
})

describe('phone and server', () => {
  const areas = [places.county, places.township, 520326102]
  const recipients = [null, null, places.townshipHospital, 123]
  const people = ['author', 'colleague'] as const
  const randomRecord = (random: Random, n: number) => {
    const who = pick(random, people)
    return { who, payload: clinicOn(-Math.floor(random() * 30), {
      id: documentId(400 + n), short_no: `YZ-${n}`, author_id: personId(who), status: random() < 0.9 ? 'submitted' : 'draft', practice: random() < 0.1,
      ...(random() < 0.3 && { plan_id: documentId(500 + Math.floor(random() * 15)) as string as Plan['id'] }),
    }, { host_area_id: pick(random, areas), recipient_org_id: pick(random, recipients) }) }
  }
  const randomPlan = (random: Random, n: number) => makePlan({
    id: documentId(500 + n), kind: random() < 0.9 ? 'free_clinic' : 'training_session', planned_on: inDays(Math.floor(random() * 60) - 45),
    organisation_id: random() < 0.9 ? 121 : 123, area_id: pick(random, areas), recipient_org_id: pick(random, recipients), team: [],
    made_on: random() < 0.1 ? null : inDays(Math.floor(random() * 70) - 65),
  })
  /** On the server's day where the phone says none, or one to come. */
  const madeOn = ({ made_on }: ReturnType<typeof makePlan>) => (made_on !== null && made_on < inDays(0) ? made_on : inDays(0))
  const teamOf = (random: Random, organisation: number) =>
    organisation === 121 ? pick(random, [[], [personId('author')], [personId('colleague')], people.map(personId)]) : []

  it.each(Array.from({ length: 30 }, (_, n) => n + 1))('say the same of generated plans and records: %i', (seed) => onStage(database, async (stage) => {
    const random = seeded(seed)
    const records = Array.from({ length: 1 + Math.floor(random() * 15) }, (_, n) => randomRecord(random, n))
    const plans = Array.from({ length: 1 + Math.floor(random() * 15) }, (_, n) => {
      const plan = randomPlan(random, n)
      return { ...plan, team: teamOf(random, plan.organisation_id) }
    })
    for (const plan of plans) expect(await make(stage, 'countryManager', plan)).toBeNull()
    for (const who of people) {
      const items = await stage.words(who, records.filter((each) => each.who === who).map(({ payload }) => makeParcel(payload)))
      expect(items.filter((word) => word !== 'applied')).toEqual([])
    }
    const owner = await stage.owner()
    const below = await owner.query<{ id: number; area_ids: number[] }>(`select a.id, array(select x.id from app.areas x where x.id = a.id or
      x.statutory_parent = a.id) as area_ids from app.areas a where a.id = any(array[${areas.join()}])`)
    const known = plans.map((plan) => ({
      ...plan, made_on: madeOn(plan), kind: plan.kind as Plan['kind'], id: plan.id as string as Plan['id'], county_id: places.county, area_ids: below.find(({ id }) => id === plan.area_id)!.area_ids,
    }))

    const done = plansDone(known, records.map(({ payload }) => listed(payload, 0)))

    expect((await plansOf(stage, 'countryManager')).map(({ id }) => id).sort()).toEqual(known.flatMap(({ id }) => (done.has(id) ? [] : [id])).sort())
    for (const who of people) {
      const own = records.flatMap((each) => (each.who === who && [...done.values()].includes(each.payload.id) ? [each.payload.id] : []))
      expect((await packOf(stage, who)).did_plans).toEqual(own.sort())
    }
  }))
})
