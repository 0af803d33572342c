import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const workspace = fileURLToPath(new URL('./peers', import.meta.url))

export type PeerName =
  | 'ionic-rxdb' | 'ionic-rxdb/seed' | 'web-forms' | 'web-forms/checklist' | 'survey-vue3-ui' | 'vant' | 'rxdb-save' | 'compressorjs'
  | 'leaflet-canvas' | 'leaflet-markercluster' | 'supercluster' | 'rxdb-pull' | 'pouchdb'

/**
 * Installs the peers' own workspace from its own lockfile, once. The switches of its .npmrc are repeated: the app's
 * stricter ones come down through the environment, where a build before may have left that it is for production. Parts of RxDB that are not used here name newer engines.
 */
async function install(): Promise<void> {
  if (existsSync(join(workspace, 'node_modules', 'vite'))) return
  console.log('installing the peers …')
  const switches = ['--engine-strict=false', '--legacy-peer-deps', '--include=dev']
  await run('npm', ['ci', '--prefix', workspace, ...switches], { maxBuffer: 64 * 1024 * 1024 })
}

/** Builds a peer for production and gives the folder. */
export async function buildPeer(name: PeerName): Promise<string> {
  await install()
  console.log(`building ${name} …`)
  const vite = join(workspace, 'node_modules', 'vite', 'bin', 'vite.js')
  await run(process.execPath, [vite, 'build', '--logLevel', 'error', '--config', join(workspace, name, 'vite.config.ts')],
    { cwd: workspace, maxBuffer: 64 * 1024 * 1024 })
  return join(workspace, name, 'dist')
}
