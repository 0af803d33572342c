import type { SupabaseClient, SupabaseClientOptions } from '@supabase/supabase-js'
import { failed, success, type Result } from '@/domain/failure'
import { failureOf, type ApiError } from './failure'
import { loadConfig, type ServerConfig } from './config'

export interface Server {
  readonly client: SupabaseClient
  readonly config: ServerConfig
  /** Seconds that the newest refusal asked to wait; undefined when it did not. */
  retryAfter(): number | undefined
}

/** How the connection is made outside a browser; a browser needs none of it. */
export interface ServerParts {
  readonly config?: () => Promise<ServerConfig | null>
  readonly fetch?: typeof fetch
  readonly auth?: SupabaseClientOptions<'public'>['auth']
  readonly realtime?: SupabaseClientOptions<'public'>['realtime']
}

/** Where a browser keeps the server's session. */
export const sessionKey = 'xingxun.session'

/** Milliseconds a request may take: a text batch 30 s, a picture longer with its size, as on a 20 kbit/s line. */
const patience = (body: unknown) => 30_000 + (body instanceof ArrayBuffer ? Math.ceil(body.byteLength / 2) : 0)

/** Seconds of a Retry-After header, which is a number or a date; undefined without one in the future. */
export function secondsAsked(header: string | null, now: number): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000
  return seconds > 0 ? Math.ceil(seconds) : undefined
}

async function connect(parts: ServerParts): Promise<Server | null> {
  const config = await (parts.config ?? loadConfig)()
  if (!config) return null
  const { createClient } = await import('@supabase/supabase-js')
  let wait: number | undefined
  const send = parts.fetch ?? fetch
  const client = createClient(config.url || location.origin, config.key, {
    auth: {
      persistSession: true, autoRefreshToken: true, detectSessionInUrl: false, storageKey: sessionKey, ...parts.auth,
    },
    global: {
      fetch: async (input, init) => {
        wait = undefined
        const answer = await send(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(patience(init?.body)) })
        if (!answer.ok) wait = secondsAsked(answer.headers.get('retry-after'), Date.now())
        return answer
      },
    },
    ...(parts.realtime ? { realtime: parts.realtime } : {}),
  }) as SupabaseClient
  return { client, config, retryAfter: () => wait }
}

/**
 * Opens the connection on first use, after the first paint: nothing on a field screen waits for this code.
 * Gives null while no configuration was ever received, or this code cannot be fetched.
 */
export function openServer(parts: ServerParts = {}): () => Promise<Server | null> {
  let opening: Promise<Server | null> | undefined
  return async () => {
    opening ??= connect(parts).catch((error: unknown) => {
      if (error instanceof TypeError) return null
      throw error
    })
    const mine = opening
    try {
      const server = await mine
      if (!server && opening === mine) opening = undefined
      return server
    } catch (error) {
      if (opening === mine) opening = undefined
      throw error
    }
  }
}

/** Calls a function of the `api` schema; the value is unparsed JSON. */
export async function call(open: () => Promise<Server | null>, name: string, args: object): Promise<Result<unknown>> {
  const server = await open()
  if (!server) return failed('offline', { detail: 'no configuration' })
  const { data, error, status } = await server.client.schema('api').rpc(name, args)
  if (error) return { ok: false, failure: failureOf(error as ApiError, status, server.retryAfter()) }
  return success(data as unknown)
}
