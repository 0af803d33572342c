import type { MadePhoto } from '@/domain/photo'
import type { Result } from '@/domain/failure'

/** One picture to make. The worker answers each with one `done`, in order. */
export interface MakeRequest {
  readonly file: Blob
  readonly stamp: readonly string[]
}

/** `ready` comes once, when the worker's module has run: a browser that cannot run it never says so. */
export type WorkerMessage = { readonly type: 'ready' } | { readonly type: 'done'; readonly result: Result<MadePhoto> }
