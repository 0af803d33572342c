import type { Workplace } from '@/container'
import type { OrganisationId, PersonId } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import { offeredPeople, type Person } from '@/domain/reference'

/** Names out of pasted or typed text, one a line or between commas; each once, in order. */
export const namesOf = (text: string): string[] =>
  [...new Set(text.split(/[\n,，、;；\t]+/u).map((name) => name.trim().slice(0, 40)).filter(Boolean))]

/**
 * Keeps people first typed here and gives them to the outbox; those typed for `practice` as such. This device remembers where they work; the server hears it
 * of one's own organisations only, because nobody puts people into others'.
 */
export async function keepTyped(
  { local, identity }: Pick<Workplace, 'local' | 'identity'>, people: readonly Person[], practice = false,
): Promise<void> {
  const typed = (await local.preferences.get<readonly Person[]>('typed-people')) ?? []
  const before = typed.filter(({ id }) => !people.some((each) => each.id === id))
  await local.preferences.set('typed-people', [...before, ...people.map((each) => (practice ? { ...each, practice } : each))])
  const own = new Set(identity.memberships.map(({ organisation_id }) => organisation_id))
  for (const person of people) await local.outbox.addPerson(asSent(person, own))
}

const asSent = (person: Person, own: ReadonlySet<OrganisationId | null>): NewPerson =>
  ({ ...person, organisation_id: own.has(person.organisation_id) ? person.organisation_id : null })

/** Whether somebody is known here already, in a record for practice or in a real one. */
export function isMet(people: ReadonlyMap<PersonId, Person>, id: PersonId, practice: boolean): boolean {
  const met = people.get(id)
  return met !== undefined && (practice || !met.practice)
}

/** Somebody of this name and institution who is known already: typed twice is still one person. */
export const knownAs = (people: Iterable<Person>, name: string, organisation: OrganisationId, practice = false): PersonId | undefined => {
  for (const person of offeredPeople(people, practice)) if (person.name === name && person.organisation_id === organisation) return person.id
  return undefined
}
