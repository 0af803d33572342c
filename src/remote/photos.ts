import { failed, success } from '@/domain/failure'
import type { Remote } from '@/domain/ports'
import type { Server } from './client'
import { failureOf, type ApiError } from './failure'

const bucket = 'photos'

export const openPhotos = (open: () => Promise<Server | null>): Pick<Remote, 'uploadPhoto' | 'downloadPhoto'> => ({
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
    const server = await open()
    if (!server) return failed('offline', { detail: 'no configuration' })
    const { data, error } = await server.client.storage.from(bucket).download(`${id}/${sha256}`)
    if (!error) return success(data)
    return { ok: false, failure: failureOf(error as ApiError, Number((error as ApiError).status ?? 0), server.retryAfter()) }
  },
})
