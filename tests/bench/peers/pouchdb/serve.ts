import express from 'express'
import expressPouchdb from 'express-pouchdb'
import memory from 'pouchdb-adapter-memory'
import PouchDB from 'pouchdb-core'
import mapreduce from 'pouchdb-mapreduce'
import replication from 'pouchdb-replication'
import { fileURLToPath } from 'node:url'

/** PouchDB's server over a store in memory, and the page that replicates from it; sends its address to whoever started it. */
const Stored = PouchDB.plugin(memory).plugin(mapreduce).plugin(replication).defaults({ adapter: 'memory' })
const app = express()
app.use('/page', express.static(fileURLToPath(new URL('./dist', import.meta.url))))
app.use('/', expressPouchdb(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true }))
const listener = app.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(listener.address() as { port: number }).port}`)
})
process.on('disconnect', () => process.exit(0))
