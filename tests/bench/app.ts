import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { pageHeaders, readInlineHashes, serviceWorkerHeaders } from '../../supabase/embedded/headers.ts'
import type { Mount } from './serve.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Built files in a folder that goes away with `remove`. */
export interface Built {
  readonly folder: string
  remove(): Promise<void>
}

async function newFolder(): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-build-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Builds the app for production, as `npm run build` does, beside the working copy's own build. */
export async function buildApp(): Promise<Built> {
  console.log('building the app …')
  const built = await newFolder()
  await build({ root, logLevel: 'error', build: { outDir: built.folder, emptyOutDir: true } })
  return built
}

/** Builds one of the pages beside this file, with the app's modules under `@`, to be shown at `/<name>/`. */
export async function buildPage(name: 'seed' | 'seed-checklist' | 'seed-list' | 'save' | 'picture' | 'map' | 'pull'): Promise<Built> {
  const built = await newFolder()
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL(`./pages/${name}`, import.meta.url)),
    base: `/${name}/`,
    resolve: { alias: { '@': join(root, 'src') } },
    worker: { format: 'es' },
    build: { outDir: built.folder, emptyOutDir: true, target: ['chrome99', 'safari16.4'], reportCompressedSize: false },
  })
  return built
}

/** The app's build at `/`, under the security policy that it is delivered with. */
export async function appMount({ folder }: Built): Promise<Mount> {
  const page = pageHeaders(await readInlineHashes(folder), [])
  const worker = serviceWorkerHeaders([])
  return { at: '/', folder, headers: (path) => (path === '/service-worker.js' ? worker : page) }
}

export const pageMount = (name: string, { folder }: Built): Mount => ({ at: `/${name}`, folder })
