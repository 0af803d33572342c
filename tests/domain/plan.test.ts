import { expect, it } from 'vitest'
import type { PlanId } from '../../src/domain/id.ts'
import { listed } from '../../src/domain/listed-record.ts'
import { draftOf, fulfils, plansToDo, standsAs, withMade, type Plan, type PlanDraft } from '../../src/domain/plan.ts'
import { authorId, colleagueId, makeHeader, makePayload, places, type ClinicPayload } from '../make/payload.ts'

const { host_area_id } = makeHeader()
const plan: Plan = {
  id: 'a' as PlanId, kind: 'free_clinic', planned_on: '2026-05-08', organisation_id: places.hospital, organisation_name: '', team: [authorId],
  mine: true, area_id: places.county, area_name: '', area_ids: [places.county, host_area_id as number], county_id: places.county, recipient_org_id: null,
  recipient_name: '', place_name: '', note: '', by_me: false,
}
const line = (more: Partial<ClinicPayload> = {}) => listed(makePayload({ status: 'submitted', ...more }), 1)

it.each([
  ['a record of its kind, place and time', {}, {}, true],
  ['one of another kind', { kind: 'training_session' }, {}, false],
  ['one of another organisation', { organisation_id: 9 }, {}, false],
  ['one elsewhere', { area_ids: [places.county + 1] }, {}, false],
  ['a fortnight early', { planned_on: '2026-05-22' }, {}, true],
  ['earlier still', { planned_on: '2026-05-23' }, {}, false],
  ['sixty days late', { planned_on: '2026-03-09' }, {}, true],
  ['later still', { planned_on: '2026-03-08' }, {}, false],
  ['a draft', {}, { status: 'draft' }, false],
  ['practice', {}, { practice: true }, false],
  ['a void one', {}, { status: 'void' }, false],
  ['another recipient', { recipient_org_id: 77 }, {}, false],
  ['the named recipient', { recipient_org_id: 77 }, { header: makeHeader({ recipient_org_id: 77 }) }, true],
] as [string, Partial<Plan>, Partial<ClinicPayload>, boolean][])('%s: done %#', (_, more, record, done) => {
  expect(fulfils(line(record), { ...plan, ...more })).toBe(done)
})

it('reminds whoever is to go, until it is done', () => {
  const other = { ...plan, id: 'b' as PlanId, mine: false }

  expect(plansToDo([plan, other], [])).toEqual([plan])
  expect(plansToDo([plan, other], [line()])).toEqual([])
})

it('remembers the newest 500 plans typed, each once', () => {
  const ids = Array.from({ length: 501 }, (_, n) => `${n}` as PlanId)

  expect(ids.reduce(withMade, [] as readonly PlanId[])).toEqual(ids.slice(1))
  expect(withMade(['a', 'b'] as PlanId[], 'a' as PlanId)).toEqual(['b', 'a'])
})

it.each([
  ['the same', {}, true],
  ['the same team in another order', { team: [colleagueId, authorId] }, true],
  ['blanks that the server takes off', { note: ' 带艾条 ' }, true],
  ['that it is cancelled', { cancelled: true }, false],
  ['another day', { planned_on: '2026-05-09' }, false],
  ['another note', { note: '带针' }, false],
] as [string, Partial<PlanDraft>, boolean][])('a plan stands as a draft that says %s: %#', (_, more, stands) => {
  const held = { ...plan, team: [authorId, colleagueId], note: '带艾条' }

  expect(standsAs(held, { ...draftOf(held), ...more })).toBe(stands)
})
