import type { DemoContext, Transaction } from './context.ts'
import type { Picture } from './pictures.ts'

/** Keeps the bytes of every photo that demo records list; gives the names of their objects. */
export async function writePictures(
  { database, writeObject }: Pick<DemoContext, 'database' | 'writeObject'>, pictures: readonly Picture[],
): Promise<void> {
  if (writeObject === undefined) return
  const bytes = new Map<string, Uint8Array>(pictures.map((picture) => [picture.sha256, picture.bytes]))
  const photos = await database.query<{ object_name: string; sha256: string }>(
    `select p.object_name, p.sha256 from app.photos p join app.people a on a.id = p.author_id and a.demo
     where p.state = 'expected'`)
  for (const { object_name, sha256 } of photos) {
    const content = bytes.get(sha256)
    if (content !== undefined) await writeObject('photos', object_name, content, 'image/webp')
  }
}

/** Lists the objects whose bytes were kept, and marks their photos as confirmed. */
export async function settlePictures(tx: Transaction): Promise<void> {
  await tx.exec(listSql)
  await tx.exec(settleSql)
}

const listSql = `
  insert into storage.objects (bucket_id, name, owner, owner_id, metadata)
  select 'photos', p.object_name, c.user_id, c.user_id::text,
    jsonb_build_object('size', p.bytes, 'contentLength', p.bytes, 'mimetype', p.type, 'cacheControl', 'no-cache',
      'eTag', '"' || left(p.sha256, 32) || '"', 'httpStatusCode', 200)
  from app.photos p join app.accounts c on c.person_id = p.author_id and c.demo
  where p.state = 'expected'
    and not exists (select 1 from storage.objects o where o.bucket_id = 'photos' and o.name = p.object_name)
`

const settleSql = `
  select count(private.settle_photo(p.document_id, p.sha256, ''))
  from app.photos p join app.people a on a.id = p.author_id and a.demo
  where p.state = 'expected'
`
