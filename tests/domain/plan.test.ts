import { expect, it } from 'vitest'
import type { PlanId } from '../../src/domain/id.ts'
import { listed } from '../../src/domain/listed-record.ts'
import { fulfils, plansToDo, type Plan } from '../../src/domain/plan.ts'
import { authorId, makeHeader, makePayload, places, type ClinicPayload } from '../make/payload.ts'

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
