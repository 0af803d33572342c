import { App, setExperimental } from '@supabase/lite'
import type { OpenDatabase } from './database.ts'
import { endLeftover } from './leftover.ts'
import { refuseMalformed, withoutInternals } from './malformed.ts'
import { createObjectStore } from './object-store.ts'
import type { Secrets } from './secrets.ts'

export interface Backend {
  /** Provisions the auth and storage schemas; safe to repeat. */
  ensureSystemSchema(): Promise<void>
  /** Answers one request to /auth/v1, /rest/v1 or /storage/v1. */
  fetch(request: Request, peerAddress: string | null): Promise<Response>
  /** Creates an auth user and gives its id; throws when the account is refused. */
  signUp(email: string, password: string): Promise<string>
}

export interface BackendSettings {
  readonly open: OpenDatabase
  readonly secrets: Secrets
  readonly storageFolder: string
}

/** Seconds that an access token lives; sign-out does not end it before. */
const accessTokenSeconds = 900
const minimumPasswordLength = 12

/** The Supabase-compatible API on an open database: auth, rest (schema api alone) and storage, nothing else. */
export async function createBackend({ open, secrets, storageFolder }: BackendSettings): Promise<Backend> {
  setExperimental('storage', true)
  const app = new App({
    connection: open.connection,
    api: { enabled: true, schemas: ['api'], max_rows: 1000 },
    db: { driver: open.database.engine },
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      jwt_expiry: accessTokenSeconds,
      minimum_password_length: minimumPasswordLength,
      email: { enable_confirmations: false },
    },
    storage: { enabled: true, file_size_limit: '8MiB' },
    studio: { enabled: false },
    options: {
      server: { admin: false, disableStudio: true },
      drivers: { email: { send: () => Promise.resolve() } },
    },
  })
  app._storageAdapter = createObjectStore(storageFolder)
  await app.init()

  const fetch = (request: Request, peerAddress: string | null): Promise<Response> =>
    open.exclusive(async () => {
      const response = await refuseMalformed(request) ?? await withoutInternals(await app.fetch(request, { peerAddress }))
      await endLeftover(open, response)
      const body = response.body === null ? null : await response.arrayBuffer()
      return withoutRowContents(new Response(body, response), body)
    })

  return {
    ensureSystemSchema: () => open.exclusive(() => app.ensureSystemSchema()),
    fetch,
    signUp: async (email, password) => {
      const response = await fetch(new Request('http://localhost/auth/v1/signup', {
        method: 'POST',
        headers: { 'content-type': 'application/json', apikey: secrets.publishableKey },
        body: JSON.stringify({ email, password }),
      }), null)
      const answer: unknown = await response.json()
      const id = readUserId(answer)
      if (response.ok && id !== null) return id
      throw new Error(`sign-up refused with status ${response.status}: ${JSON.stringify(answer)}`)
    },
  }
}

/** The details of a broken constraint (class 23) quote the row: they stay here. */
function withoutRowContents(response: Response, body: ArrayBuffer | null): Response {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  if (response.status < 400 || body === null || !isJson) return response
  const value: unknown = JSON.parse(new TextDecoder().decode(body))
  if (typeof value !== 'object' || value === null) return response
  const code: unknown = Reflect.get(value, 'code')
  if (typeof code !== 'string' || !code.startsWith('23')) return response
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify({ ...value, details: null, hint: null }), { status: response.status, headers })
}

function readUserId(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null
  const user: unknown = Reflect.get(answer, 'user') ?? answer
  const id: unknown = typeof user === 'object' && user !== null ? Reflect.get(user, 'id') : null
  return typeof id === 'string' ? id : null
}

/** The body of an answer to a request that threw, in the shape that supabase-js reads. */
export function failureResponse(): string {
  return JSON.stringify({ code: 'unavailable', message: 'unavailable' })
}
