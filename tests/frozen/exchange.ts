import { readdirSync, readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import type { RemoteAdapter } from '../../src/remote/remote.ts'
import { openRemote } from '../../src/remote/remote.ts'

export type Json = Readonly<Record<string, unknown>>

/** One call that the app of a version made, a function of the `api` schema, and the answer of its server. */
export interface FrozenCall {
  readonly name: string
  /** `{today}` stands for the day of the call; `{epoch}`, `{xid}` and `{version}` for those of the newest answer that had one. */
  readonly args: Json
  readonly answer: Json | null
}

export interface Exchange {
  readonly version: string
  readonly calls: readonly FrozenCall[]
}

const folder = new URL('./', import.meta.url)

/** What every version said and heard, oldest first; record.ts writes them. */
export const exchanges: readonly Exchange[] = readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Exchange)

/** The app's own adapter before a pretended server: `answer` is given a function's name and its arguments. */
export function openApp(answer: (name: string, args: Json) => Promise<unknown>): RemoteAdapter['remote'] {
  const { remote } = openRemote({
    config: () => Promise.resolve({ url: 'http://frozen.test', key: 'key', accountDomain: 'test', demo: false }),
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    realtime: { transport: WebSocket as never },
    fetch: async (input, init) => {
      const name = new URL(input instanceof Request ? input.url : input).pathname.split('/').at(-1) ?? ''
      const value = await answer(name, JSON.parse(String(init?.body)) as Json)
      return new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } })
    },
  })
  return remote
}
