import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip' | 'identity'

export interface StaticFile {
  readonly type: string
  readonly etag: string
  readonly cacheControl: string
  /** The bytes in the best encoding that `acceptEncoding` allows. Compressed once, then kept. */
  encoded(acceptEncoding: string): Promise<{ encoding: Encoding; bytes: Uint8Array<ArrayBuffer> }>
}

export interface StaticFiles {
  /** The file at an absolute address path, null when the built page has none. */
  find(path: string): Promise<StaticFile | null>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8', '.geojson': 'application/geo+json',
  '.webmanifest': 'application/manifest+json; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.webp': 'image/webp', '.avif': 'image/avif', '.ico': 'image/x-icon',
  '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8',
}
const compressible = new Set([
  '.html', '.js', '.mjs', '.css', '.json', '.geojson', '.webmanifest', '.svg', '.wasm', '.txt',
])
const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** The files of a built page as they are now; nothing outside the folder can be asked for. */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const paths = new Map<string, string>()
  for (const path of await walk(folder)) {
    const address = `/${relative(folder, path).split(sep).join('/')}`
    const isOfTheBuild = address === '/csp.json' || address.includes('/.')
    if (!isOfTheBuild && types[extname(path)] !== undefined) paths.set(address, path)
  }
  const loaded = new Map<string, Promise<StaticFile>>()
  return {
    find: async (address) => {
      const path = paths.get(address)
      if (path === undefined) return null
      const file = loaded.get(address) ?? load(path, address)
      loaded.set(address, file)
      return file
    },
  }
}

async function walk(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function load(path: string, address: string): Promise<StaticFile> {
  const plain = new Uint8Array(await readFile(path))
  const extension = extname(path)
  const kept = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>()
  const inEncoding = (encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = kept.get(encoding) ?? encode(path, plain, encoding)
    kept.set(encoding, bytes)
    return bytes
  }
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`,
    cacheControl: isNamedByContent(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
    encoded: async (accept) => {
      const encoding = compressible.has(extension) && plain.byteLength > 512 ? choose(accept) : 'identity'
      return { encoding, bytes: await inEncoding(encoding) }
    },
  }
}

function choose(accept: string): Encoding {
  const offered = accept.toLowerCase().split(',').map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
  const names = new Set(offered.map((part) => part.split(';')[0]))
  if (names.has('br')) return 'br'
  return names.has('gzip') ? 'gzip' : 'identity'
}

type Bytes = Uint8Array<ArrayBuffer>

async function encode(path: string, plain: Bytes, encoding: Encoding): Promise<Bytes> {
  if (encoding === 'identity') return plain
  const beside = path + (encoding === 'br' ? '.br' : '.gz')
  if (existsSync(beside)) return new Uint8Array(await readFile(beside))
  const bytes = encoding === 'br'
    ? await compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
    : await compressGzip(plain, { level: 6 })
  return new Uint8Array(bytes)
}

/** Vite names the files of `assets/` by a hash of their content. */
function isNamedByContent(address: string): boolean {
  return /^\/assets\/.*-[\w-]{8,}\.\w+$/.test(address)
}
