import type { OrganisationId, PersonId } from '@/domain/id'
import { offeredPeople, type Person } from '@/domain/reference'
import type { RosterRow } from './answers'

export interface RosterPeople {
  readonly roster: readonly RosterRow[]
  readonly people: Iterable<Person>
  /** The roster is one for practice. */
  readonly practice?: boolean
  /** Where those work who are of no institution as far as the packs say: earlier rosters know. */
  readonly workplaces: ReadonlyMap<PersonId, OrganisationId>
}

/**
 * Tells who of a name works at an institution, those on the roster first: where they work is what their row says, else what
 * the packs or earlier rosters say. For no institution it gives those whom none is known of.
 */
export function peopleByPlace({ roster, people, practice, workplaces }: RosterPeople): (name: string, org: OrganisationId | null) => readonly PersonId[] {
  const all = [...people]
  const names = new Map(all.map(({ id, name }) => [id, name]))
  const found = new Map<string, PersonId[]>()
  const key = (name: string, org: OrganisationId | null) => `${org} ${name}`
  const put = (name: string, org: OrganisationId | null, id: PersonId) => {
    const list = found.get(key(name, org)) ?? []
    if (!list.includes(id)) found.set(key(name, org), [...list, id])
  }
  for (const { person_id, org_id } of roster) put(names.get(person_id) ?? '', org_id, person_id)
  for (const { id, name, organisation_id } of offeredPeople(all, practice)) put(name, organisation_id ?? workplaces.get(id) ?? null, id)
  return (name, org) => found.get(key(name, org)) ?? []
}
