import { expect, it } from 'vitest'
import { draftOf, type Plan, type PlanDraft, type WaitingPlan } from '../../src/domain/plan.ts'
import { plansHere, type PlanReader } from '../../src/domain/plan-here.ts'
import { authorId, colleagueId, places } from '../make/payload.ts'
import { makePlan, planId } from '../make/plan.ts'
import { makeReference } from '../make/reference.ts'

const { areas, organisations } = makeReference()
const reader: PlanReader = { person: authorId, own: new Set([places.hospital]), areas, organisations }
const waits = (plan: PlanDraft, refused: WaitingPlan['refused'] = null): WaitingPlan => ({ plan, refused })
const drawn = draftOf(makePlan({ id: planId(2), recipient_org_id: places.townshipHospital, note: '带艾条' }))
const here = (known: readonly Plan[], ...waiting: WaitingPlan[]) => plansHere(known, waiting, reader)

it('has a plan made here as the server will give it, its county\'s townships among its area', () => {
  expect(here([], waits(drawn))).toEqual([makePlan({
    ...drawn, recipient_name: '务川县中医院', area_name: `area ${places.county}`, by_me: true,
  })].map((plan) => ({ ...plan, waits: true, refused: null })))
})

it.each([
  ['for oneself', { team: [authorId] }, true],
  ['for whoever of the own organisation', { team: [] }, true],
  ['for a colleague', { team: [colleagueId] }, false],
  ['for another organisation', { organisation_id: 9, team: [] }, false],
] as [string, Partial<PlanDraft>, boolean][])('one %s is mine: %#', (_, more, mine) => {
  expect(here([], waits({ ...drawn, ...more }))).toMatchObject([{ mine, by_me: true }])
})

it('shows one that was changed here as it was written, with what the server said of it', () => {
  const known = makePlan({ by_me: false })
  const shown = here([known], waits({ ...draftOf(known), planned_on: '2026-05-20' }))

  expect(shown).toEqual([{ ...known, planned_on: '2026-05-20', waits: true, refused: null }])
})

it('was made when the server says, else when it was typed here', () => {
  const known = makePlan({ made_on: '2026-05-01' })

  expect(here([known], waits({ ...draftOf(known), made_on: '2026-05-07' }), waits({ ...drawn, made_on: '2026-05-07' })).map(({ made_on }) => made_on))
    .toEqual(['2026-05-07', '2026-05-01'])
})

it('knows the townships of another area that it was moved to, and no name of a recipient that went', () => {
  const known = makePlan({ area_id: places.township, area_ids: [places.township], recipient_org_id: 77, recipient_name: '别处' })

  expect(here([known], waits({ ...draftOf(known), area_id: places.county }))[0]).toMatchObject({ area_ids: [places.county, places.township], recipient_name: '别处' })
  expect(here([known], waits({ ...draftOf(known), recipient_org_id: 78 }))[0]).toMatchObject({ recipient_name: '' })
})

it('has none that was cancelled here; where the server refused that, its own stands and says so', () => {
  const known = makePlan()
  const gone = { ...draftOf(known), note: '不去了', cancelled: true }

  expect(here([known], waits(gone))).toEqual([])
  expect(here([known], waits(gone, 'forbidden'))).toEqual([{ ...known, waits: true, refused: 'forbidden' }])
  expect(here([], waits(gone, 'forbidden'))).toEqual([])
})

it('has what the server has just taken as it was written, and as waiting no more', () => {
  const known = makePlan()
  const sent = (...plans: PlanDraft[]) => here([known], ...plans.map((plan) => ({ plan, refused: null, taken: true as const }))).map(({ id, note, waits, refused }) => [id, note, waits, refused])

  expect(sent({ ...draftOf(known), note: '改到下午' }, drawn)).toEqual([[drawn.id, '带艾条', false, null], [known.id, '改到下午', false, null]])
  expect(sent({ ...draftOf(known), cancelled: true })).toEqual([])
})

it('loses none that was refused, and says why', () => {
  expect(here([], waits(drawn, 'invalid'))).toMatchObject([{ id: drawn.id, note: '带艾条', waits: true, refused: 'invalid' }])
})

it('puts all in the order of their days', () => {
  const known = [makePlan({ id: planId(4), planned_on: '2026-05-07' }), makePlan({ id: planId(3), planned_on: '2026-05-09' })]

  expect(here(known, waits(drawn)).map(({ id }) => id)).toEqual([planId(4), planId(2), planId(3)])
})
