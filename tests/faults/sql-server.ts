import type { Parcel, Payload } from '../../src/domain/document.ts'
import type { DocumentId, Sha256 } from '../../src/domain/id.ts'
import { parsePush } from '../../src/remote/documents.ts'
import type { Database } from '../../supabase/embedded/database.ts'
import { tick } from '../../supabase/jobs/tick.ts'
import { openBackups } from './sql-backup.ts'
import type { Server, ServerRevision } from './world.ts'

/** What many schedules share: one database, and the bytes of the pictures that its store lists. */
export interface SqlServer {
  readonly database: Database
  readonly bytes: Map<string, Uint8Array>
  readonly backups: Awaited<ReturnType<typeof openBackups>>
  /** Verdicts on sealed texts so far, by their word. */
  readonly sealed: Map<string, number>
  count(items: readonly Parcel[], answer: unknown): void
}

/** Takes a prepared database without accounts. */
export async function openSqlServer(database: Database): Promise<SqlServer> {
  const sealed = new Map<string, number>()
  return {
    database, sealed, bytes: new Map(), backups: await openBackups(database),
    count: (items, answer) => {
      const verdicts = parsePush(answer)
      for (const { id, verdict } of verdicts.ok ? verdicts.value : []) {
        const text = items.find((item) => item.id === id)?.text ?? 'null'
        if ((JSON.parse(text) as Payload | null)?.status === 'submitted') sealed.set(verdict, (sealed.get(verdict) ?? 0) + 1)
      }
    },
  }
}

/**
 * Waits until what was written before is in reach of a pull, which stops short of the oldest transaction that is still
 * running: on a shared cluster that may be one of another database.
 */
export async function reachAll(database: Database): Promise<void> {
  const [own] = await database.query<{ xid: string }>('select pg_current_xact_id()::text as xid')
  for (let n = 0; n < 3000; n += 1) {
    const [row] = await database.query<{ reached: boolean }>(
      'select pg_snapshot_xmin(pg_current_snapshot()) > ($1::text)::xid8 as reached', [own?.xid ?? '0'])
    if (row?.reached) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('another transaction has been running for a minute')
}

/** The server as one schedule sees it: its documents alone. */
export function serverOf(shared: SqlServer, records: readonly DocumentId[]): Server {
  const { database, bytes, backups } = shared
  let backup: ReadonlyMap<string, Uint8Array> | null = null
  const job = { database, now: () => new Date(), readObject: async (_: string, name: string) => bytes.get(name) ?? null }
  return {
    confirm: async () => {
      for (let done = 1; done > 0;) {
        const { confirmed, refused } = await tick(job)
        done = confirmed + refused
      }
      await reachAll(database)
    },
    backup: async () => {
      await backups.take()
      backup = new Map(bytes)
    },
    restore: async () => {
      if (!backup) return
      await backups.bringBack()
      bytes.clear()
      for (const [name, each] of backup) bytes.set(name, each)
    },
    revisions: async () => {
      const rows = await database.query<ServerRevision & { readonly id: DocumentId }>(
        `select document_id as id, revision, sha256, payload as text from app.document_revisions
         where document_id = any(select jsonb_array_elements_text(($1::text)::jsonb)::uuid) order by 1, 2`, [JSON.stringify(records)])
      return new Map(records.map((id) => [id, rows.filter((row) => row.id === id)]))
    },
    missing: async (deviceId) => {
      const rows = await database.query<{ n: number }>(
        `select n from app.device_ledgers l cross join generate_series(1, l.stated) as n
         where l.device_id = $1 and not (l.arrived + l.replaced + l.waiting) @> n order by n`, [deviceId])
      return rows.map(({ n }) => n)
    },
    picture: async (id, sha256: Sha256) => {
      const [row] = await database.query<{ state: string; stored: boolean }>(
        `select state, exists (select 1 from storage.objects o where o.bucket_id = 'photos' and o.name = p.object_name) as stored
         from app.photos p where p.document_id = $1 and p.sha256 = $2`, [id, sha256])
      return row && { state: row.state, bytes: (row.stored && bytes.get(`${id}/${sha256}`)) || null }
    },
  }
}
