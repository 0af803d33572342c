import type { ActivityRow } from '@/domain/reports'
import type { Scope } from './scope'

/** What of a scope narrows the list of records. */
type Narrowing = Pick<Scope, 'kind' | 'status' | 'organisation'>

/** Whether a list leaves anything out that its area and its period hold. */
export const isNarrowed = ({ kind, status, organisation }: Narrowing): boolean => kind !== null || status !== 'all' || organisation !== null

/** The records of a list that a scope asks for. */
export const listedRows = (rows: readonly ActivityRow[], scope: Narrowing): readonly ActivityRow[] =>
  rows.filter((row) => (scope.kind === null || row.kind === scope.kind)
    && (scope.status === 'all' || row.status === scope.status)
    && (scope.organisation === null || row.organisation_id === scope.organisation))

/**
 * The name of the organisation whose records are asked for: as this device knows it, else out of a record of its own, for a
 * link may be opened where its county was never fetched; null where nobody here knows it.
 */
export const organisationName = (rows: readonly ActivityRow[], organisation: number | null, known: string | undefined): string | null =>
  (organisation === null ? null : known ?? rows.find(({ organisation_id }) => organisation_id === organisation)?.organisation_name ?? null)
