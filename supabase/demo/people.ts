import { makeDocumentId, type PersonId } from '../../src/domain/id.ts'
import { demoAccounts } from './accounts.ts'
import type { Transaction } from './context.ts'
import { seeded } from './random.ts'
import { areaManagers, hospitalStaff, type DemoPerson } from './staff.ts'

export interface KnownPerson extends DemoPerson {
  readonly id: PersonId
  readonly organisation: number
}

/** The moment that stands in the ids of demo people, so that a second seeding gives them the same. */
const bornAt = Date.parse('2025-01-01T00:00:00Z')

const known = (person: DemoPerson, organisation: number): KnownPerson => ({
  ...person,
  organisation,
  id: makeDocumentId(bornAt, seeded(`person ${person.name}`).bytes(10)) as string as PersonId,
})

/** Everybody in the demo data, with the organisation they belong to. */
export const demoPeople: readonly KnownPerson[] = [
  ...Object.entries(hospitalStaff).flatMap(([organisation, people]) =>
    people.map((person) => known(person, Number(organisation)))),
  ...areaManagers.map(({ person, organisation }) => known(person, organisation)),
]

export function personNamed(name: string): KnownPerson {
  const found = demoPeople.find((person) => person.name === name)
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}

/** Writes people, accounts and memberships. `userIds` gives the auth user of each account by its name. */
export async function writePeople(tx: Transaction, userIds: ReadonlyMap<string, string>, since: string): Promise<void> {
  await tx.query(peopleSql, [JSON.stringify(demoPeople)])
  const accounts = demoAccounts.map(({ name, person, role, organisation, area }) =>
    ({ name, role, organisation, area, person_id: personNamed(person).id, user_id: userIds.get(name), since }))
  await tx.query(accountsSql, [JSON.stringify(accounts)])
  await tx.query(membershipsSql, [JSON.stringify(accounts)])
}

const peopleSql = `
  insert into app.people (id, name, organisation_id, title_level, category, demo)
  select id, name, organisation, title_level, category, true
  from jsonb_to_recordset(($1::text)::jsonb)
    as p(id uuid, name text, organisation int, title_level text, category text)`

const accountsSql = `
  insert into app.accounts (user_id, person_id, name, demo)
  select user_id, person_id, name, true
  from jsonb_to_recordset(($1::text)::jsonb) as a(user_id uuid, person_id uuid, name text)`

const membershipsSql = `
  insert into app.memberships (person_id, role, organisation_id, area_id, valid_from)
  select person_id, role, organisation, area, since
  from jsonb_to_recordset(($1::text)::jsonb)
    as m(person_id uuid, role text, organisation int, area int, since date)`
