import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import type { Parcel } from '../../../src/domain/document.ts'
import type { OurPullPage } from '../pages/pull/main.ts'
import { buildPeer } from '../peers.ts'
import { password, type BenchPerson } from './people.ts'
import { startPeer } from './peer-server.ts'
import { revise } from './plant-archive.ts'
import type { BenchServer } from './server.ts'

/** A server that holds all texts, and a page of its own origin that pulls from it. */
export interface PullSide {
  readonly address: string
  readonly page: string
  /** What a phone has done before its first pull. */
  enter(page: Page): Promise<void>
  /** Puts another text of a document in its place at the server. */
  change(parcel: Parcel): Promise<void>
  stop(): void
}

const run = promisify(execFile)
const pouchWorkspace = fileURLToPath(new URL('../peers/pouchdb', import.meta.url))
const atOnce = 500

/** Installs PouchDB's own workspace from its own lockfile, once. */
async function installPouch(): Promise<void> {
  if (existsSync(join(pouchWorkspace, 'node_modules', 'pouchdb-browser'))) return
  console.log('installing PouchDB …')
  await run('npm', ['ci', '--prefix', pouchWorkspace, '--ignore-scripts', '--engine-strict=false', '--legacy-peer-deps'],
    { maxBuffer: 64 * 1024 * 1024 })
}

/** express-pouchdb with every text as a document, and pouchdb-browser. */
export async function openPouch(parcels: readonly Parcel[]): Promise<PullSide> {
  await installPouch()
  await buildPeer('pouchdb')
  const { address, send, stop } = await startPeer('pouchdb/serve.ts')
  await send('PUT', 'activities')
  const docs = parcels.map(({ id, sha256, text }) => ({ _id: id, sha256, text }))
  for (let from = 0; from < docs.length; from += atOnce)
    await send('POST', 'activities/_bulk_docs', { docs: docs.slice(from, from + atOnce) })
  return {
    address, page: '/page/index.html', stop, enter: async () => {},
    async change({ id, sha256, text }) {
      const { _rev } = await send('GET', `activities/${id}`) as { _rev: string }
      await send('PUT', `activities/${id}`, { _rev, sha256, text })
    },
  }
}

/** A plain endpoint with every text, and RxDB on Dexie. */
export async function openRxdb(parcels: readonly Parcel[]): Promise<PullSide> {
  await buildPeer('rxdb-pull')
  const { address, send, stop } = await startPeer('rxdb-pull/serve.ts')
  const put = (some: readonly Parcel[]) => send('POST', 'activities', some.map(({ id, sha256, text }) => ({ id, sha256, text })))
  for (let from = 0; from < parcels.length; from += atOnce) await put(parcels.slice(from, from + atOnce))
  return { address, page: '/page/index.html', stop, enter: async () => {}, change: async (parcel) => void await put([parcel]) }
}

/** The embedded server, and the app's local store, its way to the server and its pull. */
export const openOurs = ({ address, database }: BenchServer, { id, account, header }: BenchPerson): PullSide => ({
  address, page: '/pull/index.html',
  async enter(page) {
    const person = { id, account, password, organisation: header.organisation_id ?? 0 }
    await page.evaluate((who) => (window as unknown as { bench: OurPullPage }).bench.signIn(who), person)
  },
  change: (parcel) => revise(database, parcel),
  stop() {},
})
