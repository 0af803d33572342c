import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { BackendClient } from './backend-client.ts'
import { storedObjectHeaders } from './headers.ts'
import type { KnownDevices } from './known-devices.ts'
import type { LoginThrottle } from './login-throttle.ts'
import type { ForwardedRequest, ForwardedResponse } from './worker-messages.ts'

type Forward = (request: Request, peerAddress: string | null) => Promise<Response>

const compress = promisify(gzip)
/** JSON below this size travels in one packet anyway. */
const compressFrom = 1400
/** Seconds after which a refused phone may come back. */
const retryAfter = 5
/** Describe the connection, not the message. */
const connectionHeaders = new Set([
  'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'expect', 'accept-encoding',
])

/**
 * Passes API requests to the backend, with the limits that it lacks: a bounded queue and password guessing. A device that
 * has signed in to an account before is counted apart: whoever guesses elsewhere does not lock its owner out.
 */
export function createForwarder(backend: Pick<BackendClient, 'send'>, throttle: LoginThrottle, known: KnownDevices): Forward {
  const send = async (request: Request, forwarded: ForwardedRequest): Promise<Response> => {
    const response = await backend.send(forwarded, request.signal)
    return response === null ? busy() : toResponse(request, response)
  }

  return async (request, peerAddress) => {
    const forwarded = await toForwarded(request, peerAddress)
    const account = passwordAccount(forwarded)
    if (account === null) return send(request, forwarded)

    const address = peerAddress ?? 'unknown'
    const device = known.nameOf(request.headers.get('cookie'), account)
    const counted = device === null ? account : `${account} on ${device}`
    const wait = throttle.admit(counted, address)
    if (wait > 0) return tooManyAttempts(wait)
    const response = await send(request, forwarded)
    if (response.ok) {
      throttle.succeeded(counted, address)
      if (device === null) response.headers.append('set-cookie', known.remember(account, new URL(request.url).protocol === 'https:'))
    } else if (response.status >= 500) throttle.withdrawn(counted, address)
    return response
  }
}

async function toForwarded(request: Request, peerAddress: string | null): Promise<ForwardedRequest> {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD' && request.body !== null
  return {
    method: request.method,
    url: request.url,
    headers: [...request.headers].filter(([name]) => !connectionHeaders.has(name)),
    body: hasBody ? await request.arrayBuffer() : null,
    peerAddress,
  }
}

/** The account that a request tries a password for; null for every other request. */
function passwordAccount({ method, url, body }: ForwardedRequest): string | null {
  const { pathname, searchParams } = new URL(url)
  const isToken = /^\/+auth\/+v1\/+token\/*$/.test(decoded(pathname))
  const isRefresh = searchParams.getAll('grant_type').join() === 'refresh_token'
  if (method !== 'POST' || !isToken || isRefresh || body === null) return null
  const email = readEmail(new TextDecoder().decode(body))
  return email.normalize('NFKC').trim().toLowerCase()
}

/** Routes match the decoded path: an escaped letter must not lead around the limit. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function readEmail(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    const email: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'email') : ''
    return typeof email === 'string' ? email.slice(0, 320) : ''
  } catch {
    return ''
  }
}

async function toResponse(request: Request, { status, headers, body }: ForwardedResponse): Promise<Response> {
  const answer = new Headers(headers.filter(([name]) => !connectionHeaders.has(name))
    .map(([name, value]): [string, string] => [name, value]))
  if (new URL(request.url).pathname.startsWith('/storage/')) {
    for (const [name, value] of Object.entries(storedObjectHeaders)) answer.set(name, value)
  }
  if (!answer.has('cache-control')) answer.set('cache-control', 'no-store')
  if (body === null || [101, 204, 205, 304].includes(status)) return new Response(null, { status, headers: answer })
  const compressible = (answer.get('content-type') ?? '').includes('json') && body.byteLength >= compressFrom
  if (!compressible || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(body, { status, headers: answer })
  }
  answer.set('content-encoding', 'gzip')
  answer.append('vary', 'accept-encoding')
  return new Response(new Uint8Array(await compress(body, { level: 5 })), { status, headers: answer })
}

function busy(): Response {
  return Response.json({ code: 'busy', message: 'server busy' }, {
    status: 503, headers: { 'retry-after': String(retryAfter), 'cache-control': 'no-store' },
  })
}

function tooManyAttempts(seconds: number): Response {
  return Response.json(
    { code: 429, error_code: 'over_request_rate_limit', msg: 'too many attempts' },
    { status: 429, headers: { 'retry-after': String(seconds), 'cache-control': 'no-store' } },
  )
}
