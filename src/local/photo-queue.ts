import type { PhotoDelivery } from '@/domain/delivery'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { Connection } from './connection'
import { decode, encode } from './codec'

export interface WaitingPhoto {
  readonly document_id: DocumentId
  readonly sha256: Sha256
  readonly type: string
  readonly attempts: number
}

export interface PhotoQueue {
  /** Pictures still to be uploaded whose record the server already holds, and whose bytes are here. */
  due(): Promise<readonly WaitingPhoto[]>
  bytes(photo: WaitingPhoto): Promise<ArrayBuffer | undefined>
  mark(photo: WaitingPhoto, state: PhotoDelivery): Promise<void>
}

export const openPhotoQueue = ({ use }: Connection): PhotoQueue => ({
  due: () =>
    use(async ({ photos, photoBytes, documents }) => {
      const rows = (await photos.toArray()).filter((row) => ['waiting', 'sending'].includes(decode(row).state))
      const records = new Map((await documents.bulkGet([...new Set(rows.map((row) => row.document_id))]))
        .flatMap((row) => (row ? [[row.id, decode(row)] as const] : [])))
      const here = new Set((await photoBytes.toCollection().primaryKeys()).map((key) => key.join('/')))
      return rows
        .filter((row) => {
          const record = records.get(row.document_id)
          const listed = record?.payload.photos.some((photo) => photo.sha256 === row.sha256)
          return record?.acknowledged && listed && here.has(`${row.document_id}/${row.sha256}`)
        })
        .map(({ document_id, sha256, ...row }) => {
          const { type, attempts } = decode(row)
          return { document_id, sha256, type, attempts }
        })
    }),

  bytes: ({ document_id, sha256 }) =>
    use(async ({ photoBytes }) => {
      const row = await photoBytes.get([document_id, sha256])
      return row && decode(row)
    }),

  mark: ({ document_id, sha256, type, attempts }, state) =>
    use(async ({ photos }) => {
      const tries = state === 'waiting' ? attempts + 1 : attempts
      await photos.put({ document_id, sha256, ...encode({ state, type, attempts: tries }) })
    }),
})
