import { failed, success, type Result } from '@/domain/failure'
import type { DocumentId } from '@/domain/id'
import type { Remote } from '@/domain/ports'
import { call, type Server } from './client'
import { failureOf, type ApiError } from './failure'

const bucket = 'photos'
/** The server lets an opened record's pictures be read for ten minutes, and takes note of each opening. */
const openFor = 8 * 60_000

export function openPhotos(open: () => Promise<Server | null>): Pick<Remote, 'uploadPhoto' | 'downloadPhoto'> {
  const records = new Map<DocumentId, { readonly until: number; readonly answer: Promise<Result<unknown>> }>()

  /** Opens a record's pictures, once for all that a page shows. */
  function openRecord(id: DocumentId): Promise<Result<unknown>> {
    const known = records.get(id)
    if (known && known.until > Date.now()) return known.answer
    const answer = call(open, 'open_photos', { document: id })
    records.set(id, { until: Date.now() + openFor, answer })
    return answer
  }

  return {
    async uploadPhoto(id, sha256, type, bytes) {
      const server = await open()
      if (!server) return failed('offline', { detail: 'no configuration' })
      // An ArrayBuffer, never a Blob: the embedded storage cannot read multipart bodies.
      const path = `${id}/${sha256}`
      // The library makes up `path` by itself; only `fullPath` is the server's word.
      const { data, error } = await server.client.storage.from(bucket).upload(path, bytes, { contentType: type })
      if (!error) return data.fullPath === `${bucket}/${path}` ? success(undefined) : failed('offline', { detail: 'not our answer' })
      const failure = failureOf(error as ApiError, Number((error as ApiError).status ?? 0), server.retryAfter())
      return failure.code === 'conflict' ? success(undefined) : { ok: false, failure }
    },
    async downloadPhoto(id, sha256) {
      const opened = await openRecord(id)
      const server = await open()
      if (opened.ok && server) {
        const { data, error } = await server.client.storage.from(bucket).download(`${id}/${sha256}`)
        if (!error) return success(data)
        records.delete(id)
        return { ok: false, failure: failureOf(error as ApiError, Number((error as ApiError).status ?? 0), server.retryAfter()) }
      }
      records.delete(id)
      return opened.ok ? failed('offline', { detail: 'no configuration' }) : opened
    },
  }
}
