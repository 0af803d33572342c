import type { OrganisationId, PersonId } from '@/domain/id'
import { keptPerson, type Person } from '@/domain/reference'
import type { RosterRow } from './answers'

export interface RosterSums {
  readonly rows: number
  readonly organisations: number
  readonly assessed: number
  readonly passed: number
  readonly certificates: number
}

export const sumsOf = (roster: readonly RosterRow[]): RosterSums => ({
  rows: roster.length,
  organisations: new Set(roster.flatMap(({ org_id }) => (org_id === null ? [] : [org_id]))).size,
  assessed: roster.filter(({ passed }) => passed !== null).length,
  passed: roster.filter(({ passed }) => passed === true).length,
  certificates: roster.filter(({ certificate_no }) => certificate_no.trim() !== '').length,
})

export const newRow = (person_id: PersonId, org_id: OrganisationId | null): RosterRow =>
  ({ person_id, org_id, techniques: [], theory_score: null, practice_score: null, passed: null, certificate_no: '' })

/** The roster with these people at its end; who is in it already stays as is. */
export function addRows(roster: readonly RosterRow[], added: readonly RosterRow[]): RosterRow[] {
  const known = new Set(roster.map(({ person_id }) => person_id))
  return [...roster, ...added.filter(({ person_id }) => !known.has(person_id) && known.add(person_id))]
}

/** The roster with these rows: in the place of who is in it already, and at its end. */
export function putRows(roster: readonly RosterRow[], rows: readonly RosterRow[]): RosterRow[] {
  const put = new Map(rows.map((row) => [row.person_id, row]))
  return addRows(roster.map((row) => put.get(row.person_id) ?? row), rows)
}

/** The people of an earlier roster who are not on this one yet, with where they work; what they achieved then stays there. */
export function newcomers(
  earlier: readonly RosterRow[], roster: readonly RosterRow[], people: ReadonlyMap<PersonId, Person>,
): RosterRow[] {
  const present = new Set(roster.map(({ person_id }) => keptPerson(people, person_id)))
  const rows = earlier.map(({ person_id, org_id }) => newRow(keptPerson(people, person_id), org_id))
  return addRows([], rows).filter(({ person_id }) => !present.has(person_id))
}

/** Who has not been assessed yet passes. Gives whom it concerned, so that exactly they can be undone. */
export function passAll(roster: readonly RosterRow[]): { readonly roster: RosterRow[]; readonly changed: ReadonlySet<PersonId> } {
  const changed = new Set(roster.filter(({ passed }) => passed === null).map(({ person_id }) => person_id))
  return { roster: roster.map((row) => (changed.has(row.person_id) ? { ...row, passed: true } : row)), changed }
}

/** Takes `passAll` back for those who are still as it left them. */
export const unpass = (roster: readonly RosterRow[], changed: ReadonlySet<PersonId>): RosterRow[] =>
  roster.map((row) => (changed.has(row.person_id) && row.passed === true && !row.certificate_no ? { ...row, passed: null } : row))
