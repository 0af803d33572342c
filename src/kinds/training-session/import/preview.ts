import type { OrganisationId, PersonId } from '@/domain/id'
import type { Organisation, Person } from '@/domain/reference'
import { mostRosterRows, type RosterRow } from '../answers'
import { peopleByPlace, type RosterPeople } from '../namesakes'
import { completed, type ResultName } from './completed'
import type { ImportRow, RowProblem } from './rows'

export const rowStates = ['new', 'known', 'filled', 'inRoster', 'error'] as const
export type RowState = (typeof rowStates)[number]

export interface PreviewRow {
  readonly row: ImportRow
  readonly state: RowState
  readonly problem: RowProblem | null
  readonly org_id: OrganisationId | null
  /** Who it is, where the device knows somebody of this name in this organisation. */
  readonly person: PersonId | null
  /** Of somebody on the roster: their row, with what it lacked; and which results stand there and say otherwise. */
  readonly stands: RosterRow | null
  readonly differs: readonly ResultName[]
}

const plain = (name: string) => name.normalize('NFKC').replace(/\s/gu, '')

/** What a text in the column of organisations stands for: the one of exactly that name. Two of one name stand for none. */
export function organisationsByName(organisations: Iterable<Organisation>): ReadonlyMap<string, OrganisationId> {
  const byName = new Map<string, OrganisationId | null>()
  for (const { id, name } of organisations) byName.set(plain(name), byName.has(plain(name)) ? null : id)
  return new Map([...byName].flatMap(([name, id]) => (id === null ? [] : [[name, id] as const])))
}

export interface PreviewWorld extends RosterPeople {
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

/** Who of the roster a row is about, by name and institution; a trainee without one is meant by a name that nobody shares. */
function rosterOf(rows: readonly ImportRow[], { roster, ...world }: PreviewWorld) {
  const byPlace = peopleByPlace({ roster, ...world })
  const byPerson = new Map(roster.map((row) => [row.person_id, row]))
  const named = new Map<string, number>()
  for (const { name } of rows) named.set(name, (named.get(name) ?? 0) + 1)
  const standing = (name: string, org: OrganisationId | null) => byPlace(name, org).flatMap((id) => byPerson.get(id) ?? [])
  return {
    personOf: (name: string, org: OrganisationId) => byPlace(name, org)[0] ?? null,
    standing(name: string, org: OrganisationId): readonly RosterRow[] {
      const here = standing(name, org)
      if (here.length > 0 || named.get(name) !== 1) return here
      const anywhere = standing(name, null).filter(({ org_id }) => org_id === null)
      return anywhere.length === 1 ? anywhere : []
    },
  }
}

/** What would become of each row, in order. Who stands on the roster already gets what their row lacks, and keeps the rest. */
export function preview(rows: readonly ImportRow[], world: PreviewWorld): PreviewRow[] {
  const { personOf, standing } = rosterOf(rows, world)
  const numbers = new Set(world.roster.map(({ certificate_no }) => certificate_no.trim()).filter(Boolean))
  const seen = new Set<string>()
  let room = mostRosterRows - world.roster.length

  return rows.map((row): PreviewRow => {
    const org_id = row.problem ? null : organisationOf(row.org, world)
    const as = (state: RowState, more: Partial<PreviewRow> = {}): PreviewRow =>
      ({ row, state, problem: null, org_id, person: null, stands: null, differs: [], ...more })
    const wrong = (problem: RowProblem) => as('error', { problem })
    if (row.problem) return wrong(row.problem)
    if (org_id === null) return wrong('orgOpen')
    const [mine, other] = standing(row.name, org_id)
    if (other) return wrong('namesakes')
    const key = `${org_id} ${row.name}`
    if (seen.has(key)) return wrong('twice')
    const after = mine ? completed(mine, row, org_id) : null
    const certificate = after ? after.certificate : row.certificate_no
    if (certificate && numbers.has(certificate)) return wrong('certificateTwice')
    if (!mine && room <= 0) return wrong('rosterFull')
    seen.add(key)
    if (certificate) numbers.add(certificate)
    if (mine && after) return as(after.changed ? 'filled' : 'inRoster', { person: mine.person_id, stands: after.row, differs: after.differs })
    room -= 1
    const person = personOf(row.name, org_id)
    return as(person ? 'known' : 'new', { person })
  })
}

/** The good rows as trainees, those on the roster completed, and who of them is new to this device. */
export function taken(rows: readonly PreviewRow[], makeId: () => PersonId): { readonly trainees: RosterRow[]; readonly people: Person[] } {
  const people: Person[] = []
  const good = rows.filter(({ state }) => state === 'new' || state === 'known' || state === 'filled')
  const trainees = good.map(({ row, org_id, person, stands }): RosterRow => {
    if (stands) return stands
    const person_id = person ?? makeId()
    if (!person)
      people.push({ id: person_id, name: row.name, organisation_id: org_id, title_level: row.title, category: row.category })
    const { theory_score, practice_score, passed, certificate_no } = row
    return { person_id, org_id, techniques: [], theory_score, practice_score, passed, certificate_no }
  })
  return { trainees, people }
}
