import { activityKinds, type ActivityKindSlug } from '@/domain/activity'

/** As the kinds say themselves; said here again, so that no page of a manager's has to fetch how each is filled in and checked. */
const counted: Readonly<Record<ActivityKindSlug, boolean>> = {
  free_clinic: true, circuit_tour: false, tour_stop: true, training_session: true, supervision_visit: true, visit_part: false,
}

/** The kinds whose records count as sessions: neither pieces of another record nor frames around others. */
export const countedKinds: readonly ActivityKindSlug[] = activityKinds.filter((slug) => counted[slug])
