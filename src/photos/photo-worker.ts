import { failed, success, type Result } from '@/domain/failure'
import type { MadePhoto } from '@/domain/photo'
import { Undecodable } from './decode'
import { deliver } from './deliver'
import type { MakeRequest, WorkerMessage } from './worker-message'

const scope = self as unknown as DedicatedWorkerGlobalScope
const post = (message: WorkerMessage, transfer: Transferable[] = []) => scope.postMessage(message, transfer)

/** Only the decoder's and the file's own refusals are failures of the file; anything else is a bug and is thrown. */
function refusal(error: unknown): Result<never> {
  if (error instanceof Undecodable) return failed(error.code, { detail: error.message })
  if (error instanceof DOMException) return failed('unreadable', { detail: error.name })
  throw error
}

async function answer({ file, stamp }: MakeRequest): Promise<void> {
  const result: Result<MadePhoto> = await deliver(file, stamp).then(success, refusal)
  post({ type: 'done', result }, result.ok ? [result.value.bytes] : [])
}

/** A rejected promise in a worker reaches nobody; a reported error reaches the page's `onerror`. */
scope.onmessage = ({ data }: MessageEvent<MakeRequest>) => void answer(data).catch(reportError)

post({ type: 'ready' })
