import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'

const compress = promisify(brotliCompress)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
}
const compressible = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm'])

type Headers = Readonly<Record<string, string>>

/** A folder of built files, shown from an address on. The one at `/` answers unknown pages with its index. */
export interface Mount {
  readonly at: string
  readonly folder: string
  readonly headers?: ((path: string) => Headers) | undefined
}

export interface Sent {
  readonly path: string
  /** Bytes of the body as it went out. */
  readonly bytes: number
}

export interface Site {
  readonly address: string
  /** What was sent since the last call, in order. */
  takeSent(): readonly Sent[]
  /** Shows bytes at a path. */
  give(path: string, bytes: Uint8Array, type: string): void
  stop(): Promise<void>
}

interface Held {
  readonly body: Uint8Array
  readonly headers: Headers
}

/** Body size of a file in bytes when it is sent with brotli 11, or as it is when its kind is not compressed. */
export async function packedFile(path: string): Promise<{ bytes: Uint8Array; packed: boolean }> {
  const plain = await readFile(path)
  if (!compressible.has(extname(path))) return { bytes: plain, packed: false }
  return { bytes: await compress(plain), packed: true }
}

async function holdFolder({ at, folder, headers }: Mount): Promise<[string, Held][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file): Promise<[string, Held]> => {
    const path = join(at, relative(folder, file))
    const { bytes, packed } = await packedFile(file)
    return [path, {
      body: bytes,
      headers: {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'cache-control': path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...(packed ? { 'content-encoding': 'br' } : {}),
        ...headers?.(path),
      },
    }]
  }))
}

/** Serves built folders on a free port of 127.0.0.1. Everything is compressed before the first answer. */
export async function serve(mounts: readonly Mount[]): Promise<Site> {
  const held = new Map((await Promise.all(mounts.map(holdFolder))).flat())
  let sent: Sent[] = []
  const find = (path: string) =>
    held.get(path) ?? held.get(join(path, 'index.html')) ?? (extname(path) === '' ? held.get('/index.html') : undefined)

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const page = request.method === 'GET' && !/^\/(rest|auth|storage)\//.test(path) ? find(path) : undefined
    if (!page) return void response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
    sent.push({ path, bytes: page.body.byteLength })
    response.writeHead(200, { ...page.headers, 'content-length': page.body.byteLength }).end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    takeSent() {
      const taken = sent
      sent = []
      return taken
    },
    give: (path, body, type) => void held.set(path, { body, headers: { 'content-type': type } }),
    stop: () => new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    }),
  }
}
