import type { Workplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { Payload } from '@/domain/document'
import type { OrganisationId } from '@/domain/id'
import { byDay, lendsTo } from '@/domain/listed-record'
import { kindModels } from '@/kinds/models'

interface Series {
  readonly kind: ActivityKindSlug
  readonly practice: boolean
  readonly organisation: OrganisationId
}

/** The person's records on this device that a new one is numbered after, newest day first, drafts too. */
export async function readSeries({ lines, records, person }: Workplace['local'], { kind, practice, organisation }: Series): Promise<Payload[]> {
  if (!kindModels[kind].follow) return []
  const { changed } = await lines.since(0)
  const series = changed.filter((line) => line.kind === kind && line.author_id === person &&
    line.organisation_id === organisation && lendsTo(practice, line)).sort(byDay)
  return (await records.several(series.map(({ id }) => id))).map(({ record }) => record.payload)
}
