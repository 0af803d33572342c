import { parentPort, workerData } from 'node:worker_threads'
import { failureResponse } from './backend.ts'
import { startBackend, type RunningBackend } from './backend-start.ts'
import { StartRefused } from './failure.ts'
import { loadTick } from './hooks.ts'
import { startJobs } from './job-timer.ts'
import { logFailure, silenceConsole } from './log.ts'
import { readObject } from './object-store.ts'
import type { ForwardedRequest, ForwardedResponse, FromWorker, ToWorker, WorkerSettings } from './worker-messages.ts'

const port = parentPort
if (port === null) throw new Error('this module runs in a worker thread')
const settings = workerData as WorkerSettings
let underWay = 0

silenceConsole()

const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => { port.postMessage(message, transfer) }

try {
  const running = await startBackend(settings)
  const stopJobs = await startJobsOf(running)
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'request') void answer(running, message.id, message.request)
    else void stop(running, stopJobs)
  })
  send({ kind: 'ready', facts: running.facts })
} catch (error) {
  if (error instanceof StartRefused) send({ kind: 'refused', message: error.message })
  else throw error
}

async function startJobsOf({ open, storageFolder }: RunningBackend): Promise<() => Promise<void>> {
  const module = await loadTick(settings.supabaseFolder)
  if (module === null) return () => Promise.resolve()
  return startJobs(module, {
    database: open.database,
    readObject: (bucket, name) => readObject(storageFolder, bucket, name),
    now: () => new Date(),
  }, () => underWay > 0)
}

async function answer({ backend }: RunningBackend, id: number, request: ForwardedRequest): Promise<void> {
  underWay += 1
  try {
    const { method, url, headers, body, peerAddress } = request
    const response = await backend.fetch(
      new Request(url, { method, headers: headers.map(([name, value]): [string, string] => [name, value]), body }),
      peerAddress,
    )
    reply(id, {
      status: response.status,
      headers: [...response.headers],
      body: response.body === null ? null : await response.arrayBuffer(),
    })
  } catch (error) {
    logFailure('request', error)
    const body = new TextEncoder().encode(failureResponse()).buffer
    reply(id, { status: 500, headers: [['content-type', 'application/json']], body })
  } finally {
    underWay -= 1
  }
}

function reply(id: number, response: ForwardedResponse): void {
  send({ kind: 'response', id, response }, response.body === null ? [] : [response.body])
}

async function stop({ open }: RunningBackend, stopJobs: () => Promise<void>): Promise<void> {
  await stopJobs()
  await open.database.close()
  send({ kind: 'stopped' })
}
