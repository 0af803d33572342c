import { expect, it } from 'vitest'
import { listed } from '../../src/domain/listed-record.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { plansDone, plansToDo } from '../../src/domain/plan-done.ts'
import { authorId, colleagueId, documentId, makeHeader, makePayload, places, type ClinicPayload } from '../make/payload.ts'
import { makePlan, planId } from '../make/plan.ts'

const line = (more: Partial<ClinicPayload> = {}) => listed(makePayload({ status: 'submitted', ...more }), 1)
/** A record of a day in December, by its number. */
const held = (n: number, day: number, header: Partial<ReturnType<typeof makeHeader>> = {}, more: Partial<ClinicPayload> = {}) =>
  line({ id: documentId(n), header: makeHeader({ started_at: `2026-12-${String(day).padStart(2, '0')}T01:00:00.000Z`, ...header }), ...more })
const planned = (n: number, day: number, more: Partial<Plan> = {}) => makePlan({ id: planId(n), planned_on: `2026-12-${String(day).padStart(2, '0')}`, ...more })
const left = (plans: readonly Plan[], ...lines: ReturnType<typeof line>[]) => plansToDo(plans, lines).map(({ id }) => id)

it.each([
  ['a record of its kind, place and time', {}, {}, true],
  ['one of another kind', { kind: 'training_session' }, {}, false],
  ['one of another organisation', { organisation_id: 9 }, {}, false],
  ['one elsewhere', { area_ids: [places.county + 1] }, {}, false],
  ['three days early', { planned_on: '2026-05-11' }, {}, true],
  ['earlier still', { planned_on: '2026-05-12' }, {}, false],
  ['sixty days late', { planned_on: '2026-03-09' }, {}, true],
  ['later still', { planned_on: '2026-03-08' }, {}, false],
  ['of the day on which the plan was made', { planned_on: '2026-05-10', made_on: '2026-05-08' }, {}, false],
  ['of the day after, and early', { planned_on: '2026-05-10', made_on: '2026-05-07' }, {}, true],
  ['of the day on which it was planned for that day', { made_on: '2026-05-08' }, {}, true],
  ['three days early, planned long before', { planned_on: '2026-05-11', made_on: '2026-03-01' }, {}, true],
  ['earlier still, planned long before', { planned_on: '2026-05-12', made_on: '2026-03-01' }, {}, false],
  ['begun from it, whenever and wherever', { planned_on: '2026-07-22', made_on: '2026-05-08', area_ids: [], recipient_org_id: 77 }, { plan_id: planId() }, true],
  ['begun from it, of another organisation', { organisation_id: 9 }, { plan_id: planId() }, false],
  ['begun from it, for practice', {}, { plan_id: planId(), practice: true }, false],
  ['begun from one that stands no more', {}, { plan_id: planId(2) }, true],
  ['of the planned day, planned when it was over', { made_on: '2026-05-20' }, {}, true],
  ['of the day before, planned when it was over', { planned_on: '2026-05-09', made_on: '2026-05-20' }, {}, false],
  ['a draft', {}, { status: 'draft' }, false],
  ['practice', {}, { practice: true }, false],
  ['a void one', {}, { status: 'void' }, false],
  ['another recipient', { recipient_org_id: 77 }, {}, false],
  ['the named recipient', { recipient_org_id: 77 }, { header: makeHeader({ recipient_org_id: 77 }) }, true],
] as [string, Partial<Plan>, Partial<ClinicPayload>, boolean][])('%s: done %#', (_, more, record, done) => {
  const plan = makePlan(more)

  expect(plansDone([plan], [line(record)])).toEqual(new Map(done ? [[plan.id, documentId()]] : []))
})

it('a record begun from another plan that stands does no other, and none at all before the server says so where that is not here', () => {
  const record = held(1, 8, {}, { plan_id: planId(2) })

  expect(plansDone([planned(1, 8), planned(2, 30, { recipient_org_id: 77 })], [record])).toEqual(new Map([[planId(2), documentId(1)]]))
  expect(plansDone([planned(1, 8), planned(2, 8, { kind: 'training_session' })], [record])).toEqual(new Map([[planId(1), documentId(1)]]))
  expect(left([planned(1, 8)], record)).toEqual([planId(1)])
})

it('reminds whoever is to go, until it is done', () => {
  const other = makePlan({ id: planId(2), mine: false })

  expect(plansToDo([makePlan(), other], [])).toEqual([makePlan()])
  expect(plansToDo([makePlan()], [line()])).toEqual([])
})

it('a record does one plan: those of 1, 8 and 15 December do not all go with the visit of the 1st', () => {
  const weekly = [planned(1, 1), planned(2, 8), planned(3, 15)]

  expect(left(weekly, held(1, 1))).toEqual([planId(2), planId(3)])
  expect(left(weekly, held(1, 1), held(2, 9))).toEqual([planId(3)])
  expect(left(weekly, held(1, 1), held(2, 9), held(3, 16))).toEqual([])
})

it('the nearest days belong together, whatever came first', () => {
  expect(left([planned(1, 1), planned(2, 8), planned(3, 15)], held(1, 9))).toEqual([planId(1), planId(3)])
  expect(left([planned(1, 1), planned(2, 8)], held(1, 9), held(2, 9, {}, { plan_id: planId(2) }))).toEqual([])
  expect(left([planned(1, 1), planned(2, 3)], held(1, 2))).toEqual([planId(2)])
})

it('a plan goes to whom it names before others, and to the recipient or township it names before one of the county', () => {
  const ofColleague = planned(1, 8, { team: [colleagueId] })
  const ofAll = planned(2, 8, { team: [] })
  const own = planned(3, 11)
  expect(plansDone([ofColleague, ofAll, own], [held(1, 8)])).toEqual(new Map([[own.id, documentId(1)]]))
  expect(plansDone([ofColleague, ofAll], [held(1, 8)])).toEqual(new Map([[ofAll.id, documentId(1)]]))
  expect(plansDone([ofColleague, own], [held(1, 8, {}, { author_id: colleagueId })])).toEqual(new Map([[ofColleague.id, documentId(1)]]))

  const ofCounty = planned(4, 8)
  const ofTownship = planned(5, 10, { area_id: places.township, area_ids: [places.township] })
  const ofRecipient = planned(6, 11, { recipient_org_id: places.townshipHospital })
  const elsewhere = { recipient_org_id: null, host_area_id: places.county }
  expect(left([ofCounty, ofTownship, ofRecipient], held(1, 8))).toEqual([ofCounty.id, ofTownship.id])
  expect(left([ofCounty, ofTownship], held(1, 8), held(2, 9, elsewhere))).toEqual([])
})

it('does not take a record for a plan that has done another, which is open no more', () => {
  expect(plansToDo([planned(2, 8)], [held(1, 6)], [documentId(1)])).toHaveLength(1)
  expect(plansToDo([planned(2, 8)], [held(1, 6)], [documentId(2)])).toEqual([])
  expect(held(1, 1).author_id).toBe(authorId)
})
