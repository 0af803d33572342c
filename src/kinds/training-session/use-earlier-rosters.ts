import { chinaDay, type Day } from '@/domain/day'
import type { DocumentId, OrganisationId, PersonId } from '@/domain/id'
import { keptPerson, type Person } from '@/domain/reference'
import { useEarlierRecords } from '@/fields/earlier-records'
import type { RosterRow } from './answers'
import { trainingSession } from './model'

export interface EarlierRoster {
  readonly id: DocumentId
  readonly title: string
  readonly day: Day
  readonly rows: readonly RosterRow[]
}

/** So many sessions are read at a time: a roster may be long. */
const step = 10

/** Rosters of the person's earlier sessions on this device, newest first, read as they are asked for. */
export function useEarlierRosters() {
  const { list, read } = useEarlierRecords(trainingSession.slug)

  /** Some at a time, and whether there may be more. */
  async function* pages(): AsyncGenerator<{ readonly rosters: readonly EarlierRoster[]; readonly more: boolean }> {
    const lines = await list()
    for (let at = 0; at < lines.length; at += step) {
      const rosters = (await read(lines.slice(at, at + step))).flatMap(({ id, header, short_no, created_at, answers, answers_version }) => {
        const rows = answers_version > trainingSession.version ? [] : trainingSession.upgrade(answers, answers_version).roster
        return rows.length === 0 ? [] : [{ id, title: header.title || short_no, day: chinaDay(header.started_at ?? created_at), rows }]
      })
      if (rosters.length > 0) yield { rosters, more: at + step < lines.length }
    }
  }

  /** Where these people worked when they last stood on a roster; those who never did are left out. */
  async function organisationsOf(ids: readonly PersonId[], people: ReadonlyMap<PersonId, Person>): Promise<ReadonlyMap<PersonId, OrganisationId>> {
    const found = new Map<PersonId, OrganisationId>()
    if (ids.length === 0) return found
    for await (const { rosters } of pages()) {
      for (const { person_id, org_id } of rosters.flatMap(({ rows }) => rows)) {
        const kept = keptPerson(people, person_id)
        if (org_id !== null && ids.includes(kept) && !found.has(kept)) found.set(kept, org_id)
      }
      if (found.size === ids.length) break
    }
    return found
  }

  return { pages, organisationsOf }
}
