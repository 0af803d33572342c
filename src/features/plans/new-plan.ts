import type { Day } from '@/domain/day'
import type { PlanId } from '@/domain/id'
import type { PlanDraft } from '@/domain/plan'
import type { Identity, Membership } from '@/domain/ports'
import { topLevelKinds } from '@/kinds/models'

export interface NewPlan {
  readonly id: PlanId
  readonly identity: Identity
  readonly acting: Membership | undefined
  readonly today: Day
}

/** A plan to begin with: today, by the organisation one acts for; for oneself unless one manages it. 0: still to be said. */
export const newPlan = ({ id, identity, acting, today }: NewPlan): PlanDraft => ({
  id,
  kind: topLevelKinds[0] as PlanDraft['kind'],
  planned_on: today,
  organisation_id: acting?.organisation_id ?? 0,
  team: acting?.role === 'field_worker' ? [identity.personId] : [],
  area_id: acting?.county_id ?? acting?.area_id ?? 0,
  recipient_org_id: null,
  place_name: '',
  note: '',
})
