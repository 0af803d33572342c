import type { ActivityKindSlug } from '@/domain/activity'
import { freeClinic } from './free-clinic/model'
import type { ActivityKind } from './kind'
import { trainingSession } from './training-session/model'

/** The kinds, pure: a slug of `activityKinds` without a line here is a type error. */
export const kindModels: Readonly<Record<ActivityKindSlug, ActivityKind>> = {
  free_clinic: freeClinic as ActivityKind,
  training_session: trainingSession as ActivityKind,
}
