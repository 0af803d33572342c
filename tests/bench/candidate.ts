import { appMount, buildApp, buildPage, pageMount } from './app.ts'
import { makeActivity } from './peers/activity.ts'
import { buildPeer } from './peers.ts'
import { serve, type Site } from './serve.ts'

/** An app with a field home, served, with what the bench must know to tell when it is usable. */
export interface Candidate {
  readonly name: 'ours' | 'ionic-rxdb'
  readonly site: Site
  /** Its built files. */
  readonly folder: string
  /** Selects rows of submitted records in the list of the first screen. */
  readonly row: string
  /** Id of the one draft among the planted records. */
  readonly draft: string
  stop(): Promise<void>
}

const draft = makeActivity(0).id

/** Our app, with the page at `/seed/` that plants a person and 200 records. */
export async function serveOurs(): Promise<Candidate> {
  const [app, seed] = [await buildApp(), await buildPage('seed')]
  const site = await serve([await appMount(app), pageMount('seed', seed)])
  return {
    name: 'ours',
    site,
    folder: app.folder,
    row: 'main a[href^="/records/"]',
    draft,
    async stop() {
      await site.stop()
      await Promise.all([app.remove(), seed.remove()])
    },
  }
}

/** The same home built with Ionic Vue, RxDB and supabase-js, with the same 200 records. */
export async function serveIonic(): Promise<Candidate> {
  const folder = await buildPeer('ionic-rxdb')
  const seed = await buildPeer('ionic-rxdb/seed')
  const site = await serve([{ at: '/', folder }, { at: '/seed', folder: seed }])
  return { name: 'ionic-rxdb', site, folder, row: 'ion-item[data-row="submitted"]', draft, stop: () => site.stop() }
}
