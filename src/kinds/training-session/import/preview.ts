import type { OrganisationId, PersonId } from '@/domain/id'
import { offeredPeople, type Organisation, type Person } from '@/domain/reference'
import { mostRosterRows, type RosterRow } from '../answers'
import type { ImportRow, RowProblem } from './rows'

export const rowStates = ['new', 'known', 'inRoster', 'error'] as const
export type RowState = (typeof rowStates)[number]

export interface PreviewRow {
  readonly row: ImportRow
  readonly state: RowState
  readonly problem: RowProblem | null
  readonly org_id: OrganisationId | null
  /** Who it is, where the device knows somebody of this name in this organisation. */
  readonly person: PersonId | null
}

const plain = (name: string) => name.normalize('NFKC').replace(/\s/gu, '')

/** What a text in the column of organisations stands for: the one of exactly that name. Two of one name stand for none. */
export function organisationsByName(organisations: Iterable<Organisation>): ReadonlyMap<string, OrganisationId> {
  const byName = new Map<string, OrganisationId | null>()
  for (const { id, name } of organisations) byName.set(plain(name), byName.has(plain(name)) ? null : id)
  return new Map([...byName].flatMap(([name, id]) => (id === null ? [] : [[name, id] as const])))
}

export interface PreviewWorld {
  readonly roster: readonly RosterRow[]
  readonly people: Iterable<Person>
  /** The roster is one for practice. */
  readonly practice?: boolean
  readonly byName: ReadonlyMap<string, OrganisationId>
  /** What the person chose for texts that stand for none; the empty text for rows that say nothing. */
  readonly chosen: ReadonlyMap<string, OrganisationId>
}

export const organisationOf = (text: string, { byName, chosen }: Pick<PreviewWorld, 'byName' | 'chosen'>) =>
  chosen.get(text) ?? byName.get(plain(text)) ?? null

/** Texts that stand for no organisation by themselves, in the order of the rows, each with the number of its rows. */
export function openOrganisations(rows: readonly ImportRow[], byName: PreviewWorld['byName']): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const { org, problem } of rows)
    if (!problem && !byName.has(plain(org))) open.set(org, (open.get(org) ?? 0) + 1)
  return open
}

/** What would become of each row, in order. */
export function preview(rows: readonly ImportRow[], world: PreviewWorld): PreviewRow[] {
  const key = (name: string, org: OrganisationId | null) => `${org} ${name}`
  const known = new Map<string, PersonId>()
  for (const each of offeredPeople(world.people, world.practice)) known.set(key(each.name, each.organisation_id), each.id)
  const inRoster = new Set(world.roster.map(({ person_id }) => person_id))
  const numbers = new Set(world.roster.map(({ certificate_no }) => certificate_no.trim()).filter(Boolean))
  const seen = new Set<string>()
  let room = mostRosterRows - world.roster.length

  return rows.map((row): PreviewRow => {
    const org_id = row.problem ? null : organisationOf(row.org, world)
    const person = org_id === null ? null : known.get(key(row.name, org_id)) ?? null
    const as = (state: RowState, problem: RowProblem | null = null): PreviewRow => ({ row, state, problem, org_id, person })
    if (row.problem) return as('error', row.problem)
    if (org_id === null) return as('error', 'orgOpen')
    if (person && inRoster.has(person)) return as('inRoster')
    if (seen.has(key(row.name, org_id))) return as('error', 'twice')
    if (row.certificate_no && numbers.has(row.certificate_no)) return as('error', 'certificateTwice')
    if (room <= 0) return as('error', 'rosterFull')
    room -= 1
    seen.add(key(row.name, org_id))
    if (row.certificate_no) numbers.add(row.certificate_no)
    return as(person ? 'known' : 'new')
  })
}

/** The good rows as trainees, and who of them is new to this device. */
export function taken(rows: readonly PreviewRow[], makeId: () => PersonId): { readonly trainees: RosterRow[]; readonly people: Person[] } {
  const people: Person[] = []
  const trainees = rows.filter(({ state }) => state === 'new' || state === 'known').map(({ row, org_id, person }): RosterRow => {
    const person_id = person ?? makeId()
    if (!person)
      people.push({ id: person_id, name: row.name, organisation_id: org_id, title_level: row.title, category: row.category })
    const { theory_score, practice_score, passed, certificate_no } = row
    return { person_id, org_id, techniques: [], theory_score, practice_score, passed, certificate_no }
  })
  return { trainees, people }
}
