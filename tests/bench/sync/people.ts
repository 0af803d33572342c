import type { Header } from '../../../src/domain/header.ts'
import type { PersonId } from '../../../src/domain/id.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { makeHeader, makeParticipant, personId } from '../../make/payload.ts'

/** A field worker with an account at the server, and a colleague who takes part in each record. */
export interface BenchPerson {
  readonly id: PersonId
  readonly colleague: PersonId
  readonly account: string
  /** Where this person's records are made. */
  readonly header: Header
}

export const password = 'a-long-password-for-benches'
export const domain = 'accounts.bench.local'

async function signUp(address: string, account: string): Promise<string> {
  const { key } = await (await fetch(`${address}/config.json`)).json() as { key: string }
  const answer = await fetch(`${address}/auth/v1/signup`, {
    method: 'POST', headers: { 'apikey': key, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${account}@${domain}`, password }),
  })
  if (!answer.ok) throw new Error(`sign-up of ${account} answered ${answer.status}`)
  return (await answer.json() as { user: { id: string } }).user.id
}

export interface Place { readonly id: number; readonly county_id: number }

/** Hospitals of counties, one of each county, the same ones in each run. */
export const placesOf = (database: Queryable, count: number) => database.query<Place>(`
  select distinct on (o.county_id) o.id, o.county_id from app.organisations o
  where o.county_id is not null and o.kind like '%hospital%' and o.valid_to is null
  order by o.county_id, o.id limit $1`, [count])

/** Adds a field worker of an organisation, with a colleague, under a user of the server's; `word` makes them one of a kind. */
export async function employ(database: Queryable, { id: organisation, county_id: county }: Place, user: string, word: string): Promise<BenchPerson> {
  const [account, id, colleague] = [word.replaceAll(' ', ''), personId(word), personId(`${word} colleague`)]
  await database.query(`insert into app.people (id, name, organisation_id) values ($1, $2, $5), ($3, $4, $5)`,
    [id, '测试员', colleague, '测试同事', organisation])
  await database.query('insert into app.accounts (user_id, person_id, name) values ($1, $2, $3)', [user, id, account])
  await database.query(`insert into app.memberships (person_id, role, organisation_id, valid_from)
    values ($1, 'field_worker', $2, '2020-01-01')`, [id, organisation])
  const participants = [makeParticipant({ person_id: id }), makeParticipant({
    person_id: colleague, role: 'member', title_level: 'intermediate', category: 'nursing' })]
  return { id, colleague, account, header: makeHeader({
    host_area_id: county, organisation_id: organisation, organizer_org_id: organisation, recipient_org_id: organisation, participants,
  }) }
}

/** Adds field workers, spread evenly over so many organisations, and gives them. */
export async function addPeople(
  { address, database }: { readonly address: string; readonly database: Queryable }, count: number, organisations: number, word = 'bench',
): Promise<readonly BenchPerson[]> {
  const places = await placesOf(database, organisations)
  const people: BenchPerson[] = []
  for (let n = 0; n < count; n += 1) {
    people.push(await employ(database, places[n % places.length] as Place, await signUp(address, `${word}${n}`), `${word} ${n}`))
  }
  return people
}
