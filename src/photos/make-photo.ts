import { failed, type Result } from '@/domain/failure'
import type { MadePhoto } from '@/domain/photo'
import type { PhotoMaker } from '@/domain/ports'
import { startPhotoWorker } from './start-worker'
import type { MakeRequest, WorkerMessage } from './worker-message'

export interface PhotoMakerParts {
  readonly startWorker: () => Worker
  readonly supported: () => boolean
}

const idleTime = 60_000
/** A system that kills a worker for its memory sends no event; without an end the queue would stand still. */
const patience = 60_000

const browserParts: PhotoMakerParts = {
  startWorker: startPhotoWorker,
  supported: () => typeof Worker !== 'undefined' && typeof OffscreenCanvas !== 'undefined',
}

const unreadable = (detail: string) => failed('unreadable', { detail })

/**
 * Makes pictures one at a time, in order, in one worker that starts with the first and is dropped after a minute
 * without work. Failures: `unreadable` (no picture, cut short, or with detail `unsupported` a browser that cannot do
 * it) and `tooLarge`.
 */
export function createPhotoMaker({ startWorker, supported }: PhotoMakerParts = browserParts): PhotoMaker {
  let worker: Worker | null = null
  let ready = false
  let idle: ReturnType<typeof setTimeout> | undefined
  let last: Promise<unknown> = Promise.resolve()

  function drop(): void {
    worker?.terminate()
    worker = null
    ready = false
  }

  function wake(): Worker {
    clearTimeout(idle)
    return (worker ??= startWorker())
  }

  function ask(current: Worker, request: MakeRequest): Promise<Result<MadePhoto>> {
    return new Promise((resolve, reject) => {
      const settle = (result: Result<MadePhoto>, keep: boolean) => {
        clearTimeout(limit)
        if (keep) idle = setTimeout(drop, idleTime)
        else drop()
        resolve(result)
      }
      const limit = setTimeout(() => settle(unreadable('no answer'), false), patience)
      current.onerror = () => settle(unreadable(ready ? 'crashed' : 'unsupported'), false)
      current.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
        if (data.type === 'ready') ready = true
        else settle(data.result, true)
      }
      try {
        current.postMessage(request)
      } catch (error) {
        clearTimeout(limit)
        reject(error)
      }
    })
  }

  async function run(request: MakeRequest): Promise<Result<MadePhoto>> {
    if (!supported()) return unreadable('unsupported')
    return ask(wake(), request)
  }

  return {
    make(file, stamp) {
      const next = last.then(() => run({ file, stamp }))
      last = next.catch(() => undefined)
      return next
    },
  }
}
