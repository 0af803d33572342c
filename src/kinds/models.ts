import type { ActivityKindSlug } from '@/domain/activity'
import { freeClinic } from './free-clinic/model'
import type { ActivityKind } from './kind'
import { supervisionVisit } from './supervision-visit/model'

/** The kinds, pure: a slug of `activityKinds` without a line here is a type error. */
export const kindModels: Readonly<Record<ActivityKindSlug, ActivityKind>> = {
  free_clinic: freeClinic as ActivityKind,
  supervision_visit: supervisionVisit as ActivityKind,
}
