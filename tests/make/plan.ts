import type { PlanId } from '../../src/domain/id.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { authorId, documentId, places } from './payload.ts'

export const planId = (n = 1): PlanId => documentId(7000 + n) as string as PlanId

/** A free clinic of the author's in 务川县, planned for 8 May 2026 by somebody else, as the server gives it. */
export const makePlan = (overrides: Partial<Plan> = {}): Plan => ({
  id: planId(), kind: 'free_clinic', planned_on: '2026-05-08', organisation_id: places.hospital, organisation_name: '务川县中医院',
  team: [authorId], mine: true, area_id: places.county, area_name: '务川县', area_ids: [places.county, places.township], county_id: places.county,
  recipient_org_id: null, recipient_name: '', place_name: '', note: '', by_me: false, ...overrides,
})
