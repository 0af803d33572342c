import { activityKinds, type ActivityKindSlug } from '@/domain/activity'
import type { Payload } from '@/domain/document'
import { circuitTour } from './circuit-tour/model'
import { freeClinic } from './free-clinic/model'
import type { ActivityKind } from './kind'
import { tourStop } from './tour-stop/model'
import { trainingSession } from './training-session/model'
import { supervisionVisit } from './supervision-visit/model'
import { visitPart } from './visit-part/model'

/** The kinds, pure: a slug of `activityKinds` without a line here is a type error. */
export const kindModels: Readonly<Record<ActivityKindSlug, ActivityKind>> = {
  free_clinic: freeClinic as ActivityKind,
  circuit_tour: circuitTour as ActivityKind,
  tour_stop: tourStop as ActivityKind,
  training_session: trainingSession as ActivityKind,
  supervision_visit: supervisionVisit as ActivityKind,
  visit_part: visitPart as ActivityKind,
}

/** Kinds that are started by themselves. */
export const topLevelKinds: readonly ActivityKindSlug[] = activityKinds.filter((slug) => !kindModels[slug].parent)

/** Kinds whose records are pieces of their parent's. */
export const pieceKinds: readonly ActivityKindSlug[] = activityKinds.filter((slug) => kindModels[slug].piece)

/** The kind whose records belong to records of this one; undefined for most. */
export const childKindOf = (slug: ActivityKindSlug): ActivityKindSlug | undefined =>
  activityKinds.find((each) => kindModels[each].parent === slug)

/** The kind whose records are pieces of records of this one; undefined for most. */
export const pieceKindOf = (slug: ActivityKindSlug): ActivityKindSlug | undefined =>
  pieceKinds.find((each) => kindModels[each].parent === slug)

/** A record with its answers as this app writes them; one of a newer app stays as it is. */
export function present<P extends Payload>(payload: P): P {
  const model = kindModels[payload.kind]
  if (payload.answers_version > model.version) return payload
  return { ...payload, answers: model.upgrade(payload.answers, payload.answers_version), answers_version: model.version }
}
