import PouchDB from 'pouchdb-browser'
import type { PullPage } from '../../pull-page'

/** PouchDB as a browser has it by default, on IndexedDB, that replicates from the server which the page came from. */
const local = new PouchDB('held')
if (local.adapter !== 'idb') throw new Error(`PouchDB keeps its data in ${local.adapter}`)
await local.info()
let requests = 0
const remote = new PouchDB(`${location.origin}/activities`, {
  adapter: 'http', skip_setup: true,
  fetch: (url: string, options: object) => {
    requests += 1
    return PouchDB.fetch(url, options)
  },
})

const bench: PullPage = {
  async pull() {
    requests = 0
    const start = performance.now()
    const { docs_written: documents } = await local.replicate.from(remote, { batch_size: 1000 })
    return { milliseconds: performance.now() - start, requests, documents }
  },
  async held(id) {
    const { rows } = await local.allDocs()
    return { count: rows.length, text: (await local.get(id)).text }
  },
}
Object.assign(window, { bench })
