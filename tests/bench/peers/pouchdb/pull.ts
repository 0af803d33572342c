import http from 'pouchdb-adapter-http'
import memory from 'pouchdb-adapter-memory'
import PouchDB from 'pouchdb-core'
import replication from 'pouchdb-replication'

/** Pulls a database into a store in memory as often as it is told an address; answers with what it took. */
PouchDB.plugin(http).plugin(memory).plugin(replication)
const local = new PouchDB('held', { adapter: 'memory' })

async function pull(address: string): Promise<{ milliseconds: number; requests: number; documents: number }> {
  let requests = 0
  const remote = new PouchDB(`${address}/activities`, {
    adapter: 'http', skip_setup: true,
    fetch: (url: string, options: object) => {
      requests += 1
      return PouchDB.fetch(url, options)
    },
  })
  const start = performance.now()
  const { docs_written: documents } = await local.replicate.from(remote, { batch_size: 1000 })
  return { milliseconds: performance.now() - start, requests, documents }
}

process.on('message', (address: string) => {
  pull(address).then((taken) => process.send?.(taken), (error: unknown) => process.send?.({ error: String(error) }))
})
process.on('disconnect', () => process.exit(0))
