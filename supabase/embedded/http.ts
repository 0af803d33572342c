import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { BackendClient } from './backend-client.ts'
import { createForwarder } from './forward.ts'
import { decoderHeaders, serviceWorkerHeaders, type HeaderList } from './headers.ts'
import type { KnownDevices } from './known-devices.ts'
import type { LoginThrottle } from './login-throttle.ts'
import type { StaticFile, StaticFiles } from './static-files.ts'

export interface HttpParts {
  readonly backend: Pick<BackendClient, 'facts' | 'send'>
  readonly files: StaticFiles
  readonly headers: HeaderList
  readonly tileOrigins: readonly string[]
  readonly throttle: LoginThrottle
  readonly knownDevices: KnownDevices
  readonly publishableKey: string
  readonly accountDomain: string
  readonly name: string
  /** Takes the service worker out of every browser that asks for it. */
  readonly killServiceWorker: boolean
}

/** What the listener tells about a request: the other end of its socket. */
export interface Socket {
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } }
}

type HttpApp = Hono<{ Bindings: Socket }>
type HttpContext = Context<{ Bindings: Socket }>

const megabyte = 1024 * 1024
const jsonLimit = megabyte
const storageLimit = 8 * megabyte
/** What the API consists of, and the bytes that a request may carry. */
const apiPaths = [['/auth/v1', jsonLimit], ['/rest/v1', jsonLimit], ['/storage/v1', storageLimit]] as const
/** Addresses of pages that are files of another name. */
const pages: Readonly<Record<string, string>> = { '/': '/index.html', '/recover': '/recover.html' }
const serviceWorkerPaths = new Set(['/sw.js', '/service-worker.js'])
/** A worker that takes itself out; served in place of the app's own where that one is to go. */
export const removalPath = '/service-worker-removal.js'
const decoderPath = /^\/assets\/decode-worker-[\w-]+\.js$/

/** The whole face of the server: three API paths, health, configuration and the built page; nothing else. */
export function createHttpApp(parts: HttpParts): HttpApp {
  const app: HttpApp = new Hono()
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(parts.headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value)
    }
  })

  const forward = createForwarder(parts.backend, parts.throttle, parts.knownDevices)
  const handle = (context: HttpContext): Promise<Response> =>
    forward(context.req.raw, context.env.incoming?.socket.remoteAddress ?? null)
  for (const [path, maxSize] of apiPaths) {
    app.use(`${path}/*`, bodyLimit({ maxSize, onError: tooLarge }))
    app.all(`${path}/*`, handle)
  }

  app.get('/health', (context) => context.json(
    { ok: true, engine: parts.backend.facts.engine, schema: parts.backend.facts.schemaVersion },
    200, { 'cache-control': 'no-store' },
  ))
  app.get('/config.json', (context) => context.json({
    url: '',
    key: parts.publishableKey,
    accountDomain: parts.accountDomain,
    demo: parts.backend.facts.accounts.length > 0,
    name: parts.name,
  }, 200, { 'cache-control': 'no-cache' }))
  app.get('*', (context) => page(context, parts))
  app.notFound((context) => context.json({ code: 'not_found', message: 'not found' }, 404))
  app.onError((_error, context) => context.json({ code: 'unavailable', message: 'unavailable' }, 500))
  return app
}

function tooLarge(context: Context): Response {
  return context.json({ code: 'too_large', message: 'payload too large' }, 413, { connection: 'close' })
}

async function page(context: HttpContext, { files, tileOrigins, killServiceWorker }: HttpParts): Promise<Response> {
  const path = pages[context.req.path] ?? context.req.path
  const killed = killServiceWorker && serviceWorkerPaths.has(path)
  const file = await files.find(killed ? removalPath : path) ?? (isNavigation(context) ? await files.find('/index.html') : null)
  if (file === null) return context.notFound()
  const served = killed ? { ...file, cacheControl: 'no-store' } : file
  return serve(context, served, ownPolicy(path, tileOrigins))
}

/** Scripts that run in a place of their own bring the policy of that place. */
function ownPolicy(path: string, tileOrigins: readonly string[]): HeaderList {
  if (serviceWorkerPaths.has(path)) return serviceWorkerHeaders(tileOrigins)
  return decoderPath.test(path) ? decoderHeaders : {}
}

/** A person opening an address of the app, not a script asking for a file that is gone. */
function isNavigation(context: HttpContext): boolean {
  const lastPart = context.req.path.split('/').at(-1) ?? ''
  const isReserved = /^\/(auth|rest|storage|realtime|functions|graphql|_system)(\/|$)/.test(context.req.path)
  return !isReserved && !lastPart.includes('.') && (context.req.header('accept') ?? '').includes('text/html')
}

async function serve(context: HttpContext, file: StaticFile, extra: HeaderList): Promise<Response> {
  const { encoding, bytes } = await file.encoded(context.req.header('accept-encoding') ?? '')
  const etag = encoding === 'identity' ? file.etag : file.etag.replace(/"$/, `-${encoding}"`)
  const headers: Record<string, string> = {
    ...extra, 'etag': etag, 'cache-control': file.cacheControl, 'vary': 'accept-encoding',
  }
  const known = (context.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return context.body(null, 304, headers)
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  headers['content-type'] = file.type
  headers['content-length'] = String(bytes.byteLength)
  return context.body(bytes, 200, headers)
}
