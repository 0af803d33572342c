import { figureRelations } from './figures.ts'
import { peopleRelations } from './people.ts'
import { recordRelations } from './records.ts'
import { referenceRelations } from './reference.ts'
import type { RelationRules } from './relation.ts'

/** Every relation of `app`, `api`, `private` and `storage`. A new one belongs into the file of its concept, as one block. */
export const relations: Readonly<Record<string, RelationRules>> = {
  ...recordRelations, ...peopleRelations, ...figureRelations, ...referenceRelations,
}
