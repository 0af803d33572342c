import type { Queryable } from './database.ts'

/** The end of one organisation's chain of audit entries; kept outside, it shows whether the end was cut off later. */
export interface AuditHead {
  readonly organisation_id: number
  readonly seq: number
  readonly hash: string
  /** ISO 8601 UTC. */
  readonly at: string
}

export interface AuditBreak {
  readonly organisation_id: number
  readonly seq: number
  /** `cut_off`: an entry that an exported head names is gone; `replaced`: it is another than was exported. */
  readonly why: 'missing' | 'unlinked' | 'altered' | 'cut_off' | 'replaced'
}

/** The ends of all chains, in the order of their organisations. */
export const auditHeads = (database: Queryable): Promise<AuditHead[]> => database.query<AuditHead>(`
  select distinct on (organisation_id) organisation_id, seq::int as seq, hash, private.iso_micro(at) as at
  from app.audit order by organisation_id, audit.seq desc`)

/** The first broken link of each chain, and what is no longer as exported heads say. Empty when all is well. */
export async function auditBreaks(database: Queryable, exported: readonly AuditHead[] = []): Promise<AuditBreak[]> {
  const broken = await database.query<AuditBreak>(
    'select organisation_id, seq::int as seq, why from private.audit_breaks() order by organisation_id')
  const against = await database.query<AuditBreak>(`
    select e.organisation_id, e.seq, case when a.hash is null then 'cut_off' else 'replaced' end as why
    from jsonb_to_recordset(($1::text)::jsonb) as e(organisation_id int, seq int, hash text)
    left join app.audit a on a.organisation_id = e.organisation_id and a.seq = e.seq
    where a.hash is distinct from e.hash order by e.organisation_id`, [JSON.stringify(exported)])
  return [...broken, ...against]
}
