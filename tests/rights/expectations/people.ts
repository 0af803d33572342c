import { personId } from '../../make/payload.ts'
import { personas, userOf, type Persona } from '../../supabase/schemas/cast.ts'
import type { RelationRules } from './relation.ts'

const named = (column: string, idOf: (persona: Persona) => string): string =>
  `case ${column}::text ${personas.map((persona) => `when '${idOf(persona)}' then '${persona}'`).join(' ')} else 'typed' end`

/** Names the persona whose person a column holds. */
export const personOf = (column: string): string => named(column, personId)

/** Which organisation's list a person stands on; that of a former member too. */
export const listedIn: Readonly<Partial<Record<Persona, number>>> = {
  author: 121, colleague: 121, organisationManager: 121, otherOrganisation: 10001, dingzhouAuthor: 123,
  dingzhouColleague: 123, expired: 123, notBegun: 123, switchedOff: 123, disabled: 123,
}
const unbound: readonly Persona[] = ['withoutMembership', 'disabledManager', 'disabled']
const held = personas.filter((persona) => persona !== 'withoutMembership')

export const peopleRelations: Readonly<Record<string, RelationRules>> = {
  'app.people': {
    row: named('id', personId),
    classes: [...personas, 'typed'],
    reads: ({ person, organisations }, row) => row === 'typed'
      ? person === 'author'
      : row === person || organisations.includes(listedIn[row as Persona] ?? Number.NaN),
    inserts: 'category created_by id name organisation_id title_level',
  },
  'app.person_contacts': {
    row: named('person_id', personId), classes: ['author', 'dingzhouAuthor'], reads: ({ person }, row) => row === person,
  },
  // Even a disabled account knows that it is disabled.
  'app.accounts': { row: named('user_id', userOf), classes: personas, reads: ({ account }, row) => row === account },
  'app.memberships': {
    row: named('person_id', personId), classes: held,
    reads: ({ person }, row) => row === person && !unbound.includes(row as Persona),
  },
}
