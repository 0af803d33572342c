import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failureResponse } from '../../../supabase/embedded/backend.ts'
import { createHttpApp } from '../../../supabase/embedded/http.ts'
import { listen } from '../../../supabase/embedded/listen.ts'
import { createKnownDevices } from '../../../supabase/embedded/known-devices.ts'
import { createLoginThrottle } from '../../../supabase/embedded/login-throttle.ts'
import { readStaticFiles } from '../../../supabase/embedded/static-files.ts'
import type { ForwardedRequest, ForwardedResponse } from '../../../supabase/embedded/worker-messages.ts'

export type Answerer = (request: Request, peerAddress: string | null) => Promise<Response>

export interface Served {
  readonly address: string
  close(): Promise<void>
}

/** Serves a backend on a free port of this machine, behind the same door as an installation. Takes its publishable key. */
export async function serve(answer: Answerer, publishableKey: string): Promise<Served> {
  const pageFolder = await mkdtemp(join(tmpdir(), 'xingxun-rights-page-'))
  const app = createHttpApp({
    backend: { facts: { engine: 'pglite', schemaVersion: '', accounts: [] }, send: (request) => forwardTo(answer, request) },
    files: await readStaticFiles(pageFolder),
    headers: {}, tileOrigins: [], throttle: createLoginThrottle(Date.now), knownDevices: createKnownDevices('test'), publishableKey,
    accountDomain: 'accounts.test.local', name: '杏巡', killServiceWorker: false,
  })
  const listening = await listen({ host: '127.0.0.1', port: 0, certificate: null, fetch: app.fetch })
  return {
    address: `http://127.0.0.1:${listening.port}`,
    close: async () => {
      await listening.close()
      await rm(pageFolder, { recursive: true, force: true })
    },
  }
}

/** As the worker of an installation does it. */
async function forwardTo(answer: Answerer, request: ForwardedRequest): Promise<ForwardedResponse> {
  const { method, url, headers, body, peerAddress } = request
  try {
    const response = await answer(
      new Request(url, { method, headers: headers.map(([name, value]): [string, string] => [name, value]), body }), peerAddress)
    return { status: response.status, headers: [...response.headers], body: response.body === null ? null : await response.arrayBuffer() }
  } catch (error) {
    console.error(`${method} ${url}: ${String(error)}`)
    return { status: 500, headers: [['content-type', 'application/json']], body: new TextEncoder().encode(failureResponse()).buffer }
  }
}
