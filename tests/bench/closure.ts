import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { packedFile } from './serve.ts'

interface Chunk {
  readonly file: string
  readonly name?: string
  readonly src?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

type Manifest = Readonly<Record<string, Chunk>>

/** Brotli-11 bytes of scripts and of styles. */
export interface Weight {
  readonly js: number
  readonly css: number
}

export interface Closure {
  /** The entry page's static imports. */
  readonly entry: Weight
  /** What each lazily imported module adds to the entry, by its source or name. */
  readonly lazy: Readonly<Record<string, Weight>>
  /** What all lazily imported modules whose source matches add together, nothing counted twice. */
  together(source: RegExp): Promise<Weight>
}

function filesOf(manifest: Manifest, key: string, found = new Set<string>(), seen = new Set<string>()): Set<string> {
  const chunk = manifest[key]
  if (!chunk || seen.has(key)) return found
  seen.add(key)
  for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file)
  for (const each of chunk.imports ?? []) filesOf(manifest, each, found, seen)
  return found
}

/** Reads Vite's manifest of a built folder and weighs what the page loads at once and what later. */
export async function weighClosure(folder: string): Promise<Closure> {
  const manifest = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')) as Manifest
  const sizes = new Map<string, number>()
  const weigh = async (files: Iterable<string>): Promise<Weight> => {
    const weight = { js: 0, css: 0 }
    for (const file of files) {
      const size = sizes.get(file) ?? (await packedFile(join(folder, file))).bytes.byteLength
      sizes.set(file, size)
      if (extname(file) === '.css') weight.css += size
      else if (extname(file) === '.js') weight.js += size
    }
    return weight
  }
  const entryFiles = filesOf(manifest, 'index.html')
  const added = new Map<string, string[]>()
  for (const key of new Set(Object.values(manifest).flatMap((chunk) => chunk.dynamicImports ?? []))) {
    const files = [...filesOf(manifest, key)].filter((file) => !entryFiles.has(file))
    if (files.length > 0) added.set(manifest[key]?.src ?? manifest[key]?.name ?? key, files)
  }
  const lazy: Record<string, Weight> = {}
  for (const [source, files] of added) lazy[source] = await weigh(files)
  return {
    entry: await weigh(entryFiles),
    lazy,
    together: (source) => weigh(new Set([...added].filter(([name]) => source.test(name)).flatMap(([, files]) => files))),
  }
}

/** Brotli-11 bytes of everything that the folder's service worker keeps at installation. */
export async function weighPrecache(folder: string): Promise<{ files: number; bytes: number }> {
  const scripts = (await readdir(folder)).filter((name) => /^(sw|service-worker).*\.js$/.test(name))
  const texts = await Promise.all(scripts.map((name) => readFile(join(folder, name), 'utf8')))
  const urls = new Set(texts.flatMap((text) => [...text.matchAll(/["']?url["']?:\s*["'`]([^"'`]+)["'`]/g)].map((match) => match[1] ?? '')))
  const files = [...urls].map((url) => join(folder, url)).filter((file) => existsSync(file))
  const packed = await Promise.all(files.map(packedFile))
  return { files: files.length, bytes: packed.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) }
}
