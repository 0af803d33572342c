import { startBackend, type RunningBackend } from '../../../supabase/embedded/backend-start.ts'
import type { ServerOptions } from '../../../supabase/embedded/options.ts'
import { makeSecrets } from '../../../supabase/embedded/secrets.ts'
import { startServer, type RunningServer } from '../../../supabase/embedded/server.ts'
import { atEnd } from './folder.ts'

export interface Account {
  readonly id: string
  readonly token: string
}

export interface TestServer extends RunningServer {
  /** Calls the API as `account`, or without one; the body goes as JSON unless it is bytes. */
  call(path: string, given?: { as?: Account; method?: string; body?: unknown; type?: string }): Promise<Response>
  signUp(name: string): Promise<Account>
  signIn(name: string, password?: string): Promise<Account>
}

const password = 'a-long-password'

/** Starts a server that stops with the test file at the latest, and talks to it as a phone would. */
export async function startTestServer(
  options: ServerOptions, onCrash: () => void = () => undefined,
): Promise<TestServer> {
  const server = await startServer(options, onCrash)
  let stopped: Promise<void> | null = null
  const stop = (): Promise<void> => stopped ??= server.stop()
  atEnd(stop)
  const { key } = await (await fetch(`${server.address}/config.json`)).json() as { key: string }

  const call: TestServer['call'] = (path, { as, method, body, type = 'application/json' } = {}) => {
    const headers: Record<string, string> = { 'apikey': key, 'content-profile': 'api', 'accept-profile': 'api' }
    if (as !== undefined) headers['authorization'] = `Bearer ${as.token}`
    if (body !== undefined) headers['content-type'] = type
    return fetch(server.address + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    })
  }
  const enter = async (path: string, name: string, word: string): Promise<Account> => {
    const response = await call(path, { body: { email: `${name}@${options.accountDomain}`, password: word } })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    const { access_token: token, user } = await response.json() as { access_token: string; user: { id: string } }
    return { id: user.id, token }
  }
  return {
    ...server,
    stop,
    call,
    signUp: (name) => enter('/auth/v1/signup', name, password),
    signIn: (name, word = password) => enter('/auth/v1/token?grant_type=password', name, word),
  }
}

/** Starts the backend alone, in this thread and without a lock; it closes with the test file at the latest. */
export async function openBackend(options: ServerOptions): Promise<RunningBackend & { close(): Promise<void> }> {
  const running = await startBackend({ ...options, secrets: await makeSecrets() })
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => closed ??= running.open.database.close()
  atEnd(close)
  return { ...running, close }
}
