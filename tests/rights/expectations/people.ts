import { personId } from '../../make/payload.ts'
import { personas, userOf, type Persona } from '../../supabase/schemas/cast.ts'
import { invitations, morePeople, type MorePerson, type MorePersonName } from '../scene/more-people.ts'
import { listedIn } from './reach.ts'
import type { RelationRules } from './relation.ts'

const named = (column: string, ids: readonly (readonly [name: string, id: string])[]): string =>
  `case ${column}::text ${ids.map(([name, id]) => `when '${id}' then '${name}'`).join(' ')} else 'unknown' end`
const others = Object.keys(morePeople) as MorePersonName[]
const people = [...personas.map((persona) => [persona, personId(persona)] as const), ...others.map((name) => [name, morePeople[name].id] as const)]

/** Names the person whom a column holds. */
export const personOf = (column: string): string => named(column, people)

const unbound: readonly Persona[] = ['withoutMembership', 'disabledManager', 'disabled']
const held = personas.filter((persona) => persona !== 'withoutMembership')

export const peopleRelations: Readonly<Record<string, RelationRules>> = {
  'app.people': {
    row: personOf('id'),
    classes: [...personas, ...others],
    reads: ({ person, organisations }, row) => {
      const other = (morePeople as Partial<Record<string, MorePerson>>)[row]
      return row === person || organisations.includes(other?.organisation ?? listedIn[row as Persona] ?? Number.NaN)
        || (person !== null && other?.createdBy === person)
    },
    inserts: 'category created_by id name organisation_id title_level',
  },
  'app.person_contacts': {
    row: personOf('person_id'), classes: ['author', 'dingzhouAuthor'], reads: ({ person }, row) => row === person,
  },
  // Even a disabled account knows that it is disabled.
  'app.accounts': { row: named('user_id', personas.map((persona) => [persona, userOf(persona)])), classes: personas, reads: ({ account }, row) => row === account },
  'app.memberships': {
    row: personOf('person_id'), classes: [...held, 'twofold'],
    reads: ({ person }, row) => row === person && !unbound.includes(row as Persona),
  },
  // What one made oneself: codes for others, and entries said to be one person.
  'app.invitations': {
    row: personOf('made_by'), classes: Object.values(invitations).map(({ madeBy }) => madeBy), reads: ({ person }, row) => row === person,
  },
  'app.people_merges': {
    row: personOf('merged_by'), classes: ['organisationManager'], reads: ({ person }, row) => row === person,
  },
}
