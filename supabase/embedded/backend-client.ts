import { Worker } from 'node:worker_threads'
import { StartRefused } from './failure.ts'
import { logFailure } from './log.ts'
import { createQueue } from './request-queue.ts'
import type {
  BackendFacts, ForwardedRequest, ForwardedResponse, FromWorker, ToWorker, WorkerSettings,
} from './worker-messages.ts'

export interface BackendClient {
  readonly facts: BackendFacts
  /** Sends a request to the worker; null when the queue is full. */
  send(request: ForwardedRequest, signal?: AbortSignal): Promise<ForwardedResponse | null>
  /** Lets the worker finish and close its database; ends it by force after `forceAfter` milliseconds. */
  stop(forceAfter?: number): Promise<void>
}

/**
 * Starts the backend in a worker thread and resolves when it answers requests. The database of PGlite occupies its
 * thread during a query; pages and health come from this thread and stay quick. `onCrash` is called when the worker
 * ends without being asked to.
 */
export async function startBackendClient(settings: WorkerSettings, onCrash: () => void): Promise<BackendClient> {
  const worker = new Worker(new URL('./worker-entry.mjs', import.meta.url), {
    workerData: settings,
    execArgv: [],
    env: { ...process.env, LITE_TELEMETRY: '0', DO_NOT_TRACK: '1' },
  })
  const open = new Map<number, (response: ForwardedResponse) => void>()
  let ended = false
  let stopping = false
  const queue = createQueue<ForwardedRequest, ForwardedResponse>((id, request) => {
    if (ended) return Promise.resolve(goneResponse)
    const message: ToWorker = { kind: 'request', id, request }
    worker.postMessage(message, request.body === null ? [] : [request.body])
    return new Promise((resolve) => { open.set(id, resolve) })
  })
  const exited = new Promise<void>((resolve) => { worker.once('exit', () => { resolve() }) })
  const facts = await untilReady(worker).catch(async (error: unknown) => {
    await worker.terminate()
    throw error
  })
  worker.on('error', (error) => { logFailure('backend thread', error) })
  void exited.then(() => {
    ended = true
    for (const settle of open.values()) settle(goneResponse)
    open.clear()
    if (!stopping) onCrash()
  })
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'response') {
      open.get(message.id)?.(message.response)
      open.delete(message.id)
    }
    if (message.kind === 'stopped') void worker.terminate()
  })
  return {
    facts,
    send: (request, signal) => queue.add(request, signal),
    stop: async (forceAfter = 2_500) => {
      stopping = true
      worker.postMessage({ kind: 'stop' } satisfies ToWorker)
      const force = setTimeout(() => { void worker.terminate() }, forceAfter)
      await exited
      clearTimeout(force)
    },
  }
}

const goneResponse: ForwardedResponse = { status: 503, headers: [['retry-after', '5']], body: null }

function untilReady(worker: Worker): Promise<BackendFacts> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'ready') settle(() => { resolve(message.facts) })
      if (message.kind === 'refused') settle(() => { reject(StartRefused.told(message.message)) })
    }
    const onError = (error: Error): void => { settle(() => { reject(error) }) }
    const onExit = (): void => {
      onError(new StartRefused('后台进程在启动时退出。', 'The backend ended while it was starting.'))
    }
    const settle = (then: () => void): void => {
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      then()
    }
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
  })
}
