import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Hashes of the inline blocks that the build left in the page, as `sha256-…`. */
export interface InlineHashes {
  readonly scriptHashes: readonly string[]
  readonly styleHashes: readonly string[]
}

export type HeaderList = Readonly<Record<string, string>>

/** Reads `csp.json` of the built page; none when the build left no inline blocks. */
export async function readInlineHashes(pageFolder: string): Promise<InlineHashes> {
  const text = await readFile(join(pageFolder, 'csp.json'), 'utf8').catch(() => '{}')
  const value: unknown = JSON.parse(text)
  return { scriptHashes: hashesOf(value, 'scriptHashes'), styleHashes: hashesOf(value, 'styleHashes') }
}

function hashesOf(value: unknown, key: keyof InlineHashes): string[] {
  const list: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  if (!Array.isArray(list)) return []
  return list
    .filter((hash): hash is string => typeof hash === 'string' && /^'?sha(256|384|512)-[\w+/]+=*'?$/.test(hash))
    .map((hash) => hash.replaceAll('\'', ''))
}

/** Headers of every answer that is not a stored object. */
export function pageHeaders(hashes: InlineHashes, tileOrigins: readonly string[]): HeaderList {
  const quoted = (list: readonly string[]): string[] => list.map((hash) => `'${hash}'`)
  return {
    'content-security-policy': policy([
      ['default-src', '\'self\''],
      ['script-src', '\'self\'', ...quoted(hashes.scriptHashes)],
      ['style-src', '\'self\'', ...quoted(hashes.styleHashes)],
      ['img-src', '\'self\'', 'data:', 'blob:', ...tileOrigins],
      ['connect-src', '\'self\''],
      ['worker-src', '\'self\'', 'blob:'],
      ['object-src', '\'none\''],
      ['base-uri', '\'none\''],
      ['form-action', '\'none\''],
      ['frame-ancestors', '\'none\''],
      ['require-trusted-types-for', '\'script\''],
      ['trusted-types', 'default', 'vue'],
    ]),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

/**
 * Headers of the service worker's own script: what it fetches for the page falls under its policy, and the tiles of
 * a map are fetched there.
 */
export function serviceWorkerHeaders(tileOrigins: readonly string[]): HeaderList {
  return {
    'content-security-policy': policy([
      ['default-src', '\'self\''],
      ['connect-src', '\'self\'', ...tileOrigins],
      ['object-src', '\'none\''],
    ]),
    'x-content-type-options': 'nosniff',
    'service-worker-allowed': '/',
  }
}

/**
 * Headers of the worker that reads QR codes: its WebAssembly may be compiled there, and nowhere else in the app. A worker
 * has the policy that came with its own script.
 */
export const decoderHeaders: HeaderList = {
  'content-security-policy': policy([
    ['default-src', '\'none\''],
    ['script-src', '\'self\'', '\'wasm-unsafe-eval\''],
    ['connect-src', '\'self\''],
  ]),
  'x-content-type-options': 'nosniff',
}

/** Headers of a stored object: whatever its bytes are, a browser neither runs nor shows it as a page. */
export const storedObjectHeaders: HeaderList = {
  'content-security-policy': 'sandbox; default-src \'none\'',
  'x-content-type-options': 'nosniff',
  'content-disposition': 'attachment',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

function policy(directives: readonly (readonly string[])[]): string {
  return directives.map((directive) => directive.join(' ')).join('; ')
}
