import type { AreaId, OrganisationId, PersonId } from './id'

export const areaLevels = ['country', 'province', 'prefecture', 'county', 'township'] as const
export type AreaLevel = (typeof areaLevels)[number]

export interface Area {
  readonly id: AreaId
  readonly level: AreaLevel
  readonly name: string
  readonly statutory_parent: AreaId | null
  readonly managing_parent: AreaId | null
}

export interface Organisation {
  readonly id: OrganisationId
  readonly name: string
  readonly kind: string
  readonly level: string
  readonly county_id: AreaId
  readonly township_id: AreaId | null
  readonly lng: number | null
  readonly lat: number | null
}

/** A person as colleagues see them: no contacts. */
export interface Person {
  readonly id: PersonId
  readonly name: string
  readonly organisation_id: OrganisationId | null
  readonly title_level: string
  readonly category: string
  /** The entry of the same person that is offered in place of this one; records go on naming this one. */
  readonly merged_into?: PersonId | undefined
  /** Typed in a record for practice: perhaps nobody, and none of the organisation's people. */
  readonly practice?: true
}

/** The people that may be picked: one entry of each; those typed for practice in records for practice alone. */
export function* offeredPeople(people: Iterable<Person>, practice = false): Generator<Person> {
  for (const each of people) if (!each.merged_into && (practice || !each.practice)) yield each
}

/** The entry that stands for a person: one's own, or the one that it was merged into. */
export function keptPerson(people: ReadonlyMap<PersonId, Person>, id: PersonId): PersonId {
  let kept = id
  for (let steps = 0; steps < 20; steps += 1) {
    const next = people.get(kept)?.merged_into
    if (!next || !people.has(next)) break
    kept = next
  }
  return kept
}

/** An appropriate technique (适宜技术) of the catalogue. */
export interface Technique {
  readonly code: string
  readonly name: string
  /** Name of its category. */
  readonly category: string
  readonly tradition: 'tcm' | 'mongolian'
  readonly standard_no: string
  readonly invasive: boolean
  /** False once it was taken out of the catalogue: no longer offered, and still good where a record names it. */
  readonly active?: boolean
}

/** The areas from `id` up the managing line to the country, most local first. */
export function managingLine(areas: ReadonlyMap<AreaId, Area>, id: AreaId | null): AreaId[] {
  const line: AreaId[] = []
  let at = id === null ? undefined : areas.get(id)
  while (at && !line.includes(at.id)) {
    line.push(at.id)
    at = at.managing_parent === null ? undefined : areas.get(at.managing_parent)
  }
  return line
}

/** The county that holds an area: itself, or the county above a township; null above county level. */
export function countyOf(areas: ReadonlyMap<AreaId, Area>, id: AreaId | null): AreaId | null {
  const area = id === null ? undefined : areas.get(id)
  if (!area) return null
  if (area.level === 'county') return area.id
  return area.level === 'township' ? countyOf(areas, area.statutory_parent) : null
}

/**
 * The organisation visited once its place moved from one area to another: null where it lies in another county. One that this
 * device does not know is taken to lie where the place was.
 */
export function recipientAfterMove(
  { areas, organisations }: { readonly areas: ReadonlyMap<AreaId, Area>; readonly organisations: ReadonlyMap<OrganisationId, Organisation> },
  recipient: OrganisationId | null, from: AreaId | null, to: AreaId | null,
): OrganisationId | null {
  const county = organisations.get(recipient ?? -1)?.county_id ?? countyOf(areas, from)
  return county === countyOf(areas, to) ? recipient : null
}
