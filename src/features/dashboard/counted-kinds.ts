import { activityKinds, type ActivityKindSlug } from '@/domain/activity'
import { childKindOf, kindModels, pieceKindOf } from '@/kinds/models'

/** The kinds whose records count as sessions: neither pieces of another record nor frames around others. */
export const countedKinds: readonly ActivityKindSlug[] = activityKinds.filter((slug) =>
  !kindModels[slug].piece && (childKindOf(slug) === undefined || pieceKindOf(slug) !== undefined))
