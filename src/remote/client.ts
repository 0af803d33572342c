import type { SupabaseClient } from '@supabase/supabase-js'
import { failed, success, type Result } from '@/domain/failure'
import { failureOf, type ApiError } from './failure'
import { loadConfig, type ServerConfig } from './config'

export interface Server {
  readonly client: SupabaseClient
  readonly config: ServerConfig
  /** Seconds that the newest refusal asked to wait; undefined when it did not. */
  retryAfter(): number | undefined
}

/** Milliseconds a request may take: a text batch 30 s, a picture longer with its size, as on a 20 kbit/s line. */
const patience = (body: unknown) => 30_000 + (body instanceof ArrayBuffer ? body.byteLength / 2 : 0)

/**
 * Opens the connection on first use, after the first paint: nothing on a field screen waits for this code.
 * Gives null while no configuration was ever received.
 */
export function openServer(): () => Promise<Server | null> {
  let server: Server | undefined
  return async () => {
    if (server) return server
    const config = await loadConfig()
    if (!config) return null
    const { createClient } = await import('@supabase/supabase-js')
    let wait: number | undefined
    const client = createClient(config.url || location.origin, config.key, {
      auth: { persistSession: true, autoRefreshToken: true, detectSessionInUrl: false, storageKey: 'xingxun.session' },
      global: {
        fetch: async (input, init) => {
          wait = undefined
          const answer = await fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(patience(init?.body)) })
          const asked = Number(answer.headers.get('retry-after'))
          if (!answer.ok && asked > 0) wait = asked
          return answer
        },
      },
    }) as SupabaseClient
    server = { client, config, retryAfter: () => wait }
    return server
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
