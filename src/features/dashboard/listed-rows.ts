import type { ActivityRow } from '@/domain/reports'
import type { Scope } from './scope'

/** What of a scope narrows the list of records. */
type Narrowing = Pick<Scope, 'kind' | 'status' | 'organisation'>

/** Whether a list leaves anything out that its area and its period hold. */
export const isNarrowed = ({ kind, status, organisation }: Narrowing): boolean => kind !== null || status !== 'all' || organisation !== null

/**
 * The records of a list that a scope asks for. Rows name their organisation and give no id: `organisation` is the name of the
 * one asked for, null where nobody here knows it, and then none is its.
 */
export const listedRows = (rows: readonly ActivityRow[], scope: Narrowing, organisation: string | null): readonly ActivityRow[] =>
  rows.filter((row) => (scope.kind === null || row.kind === scope.kind)
    && (scope.status === 'all' || row.status === scope.status)
    && (scope.organisation === null || row.organisation_name === organisation))

/**
 * The name of the organisation whose records are asked for: as this device knows it, else out of a record of its own, for a
 * link may be opened where its county was never fetched. `own` are ids of records that are its.
 */
export const organisationName = (rows: readonly ActivityRow[], known: string | undefined, own: readonly string[]): string | null => {
  const ids = new Set(own)
  return known ?? rows.find(({ id }) => ids.has(id))?.organisation_name ?? null
}
