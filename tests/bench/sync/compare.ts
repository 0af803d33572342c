import type { Payload } from '../../../src/domain/document.ts'
import { serialise } from '../../../src/domain/document.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { sha256Of } from '../../make/payload.ts'

/** What became of records and pictures, beside what the phones handed over. */
export interface Fate {
  readonly lost: number
  readonly duplicated: number
  readonly picturesLost: number
  readonly picturesDuplicated: number
}

/** Reads the server's database and storage list: every text once and unaltered, in total and typed; every picture once. */
export async function compare(database: Queryable, sealed: readonly Payload[]): Promise<Fate> {
  const revisions = await database.query<{ id: string; sha256: string; payload: string; typed: boolean }>(`
    select r.document_id as id, r.sha256, r.payload, exists (select 1 from app.activities a where a.id = r.document_id) as typed
    from app.document_revisions r`)
  const held = new Map<string, number>()
  for (const { id, sha256, payload, typed } of revisions)
    if (typed && sha256Of(payload) === sha256) held.set(`${id} ${sha256}`, (held.get(`${id} ${sha256}`) ?? 0) + 1)
  const sent = sealed.map((payload) => `${payload.id} ${sha256Of(serialise({ ...payload, revision: 1 }))}`)
  const objects = await database.query<{ name: string }>(`select name from storage.objects where bucket_id = 'photos'`)
  const names = new Set(objects.map(({ name }) => name))
  const pictures = sealed.flatMap(({ id, photos }) => photos.map(({ sha256 }) => `${id}/${sha256}`))
  return {
    lost: sent.filter((each) => !held.has(each)).length,
    duplicated: revisions.length - new Set(revisions.map(({ id }) => id)).size,
    picturesLost: pictures.filter((name) => !names.has(name)).length,
    picturesDuplicated: objects.length - names.size,
  }
}
