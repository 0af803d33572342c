import type { Queryable } from '../../../supabase/embedded/database.ts'
import { personId } from '../../make/payload.ts'
import { asOwner, type Persona } from '../../supabase/schemas/cast.ts'
import { idOf, type RecordName } from './records.ts'

/** Records that were decided on, and by whom: the managers of the counties they were held in. */
export const reviews = { returned: 'rongchengManager', approved: 'quyangManager' } satisfies Partial<Record<RecordName, Persona>>

/** Findings of the visit by their number, each with the organisation that answers for it. Of the second it was said that it is put right. */
export const findings = { 1: 10001, 2: 123 } as const
export const movedFinding = 2
const mover: Persona = 'dingzhouAuthor'

/**
 * Who opened pictures of `elsewhere`, and whether these are open now. 曲阳 has nothing to do with the record: an opening
 * that outlives its right opens nothing.
 */
export const openings = { rongchengManager: true, dingzhouManager: false, quyangManager: true } satisfies Partial<Record<Persona, boolean>>
export const opened: RecordName = 'elsewhere'

/** Takes the decisions as those who take them, by `become`; writes openings as the owner. */
export async function addDecisions(tx: Queryable, become: (who: Persona) => Promise<void>): Promise<void> {
  for (const [status, reviewer] of Object.entries(reviews) as [keyof typeof reviews, Persona][]) {
    await become(reviewer)
    await tx.query("select api.review($1, 1, $2, '现场照片看不清楚')", [idOf(status), status])
  }
  await become(mover)
  await tx.query("select api.move_finding($1, $2, 'submitted', '已补齐目录内品种', null)", [idOf('visit'), String(movedFinding)])
  await tx.exec(asOwner)
  for (const [who, isOpen] of Object.entries(openings)) {
    await tx.query(`insert into app.photo_views values ($1, $2, now() + case when $3::boolean then interval '5 hours' else interval '-1 hour' end)`,
      [personId(who), idOf(opened), isOpen])
  }
}
