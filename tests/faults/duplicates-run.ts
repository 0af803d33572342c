import { parseArgs } from 'node:util'
import { openPostgres } from '../../supabase/embedded/database-postgres.ts'
import { startCluster } from '../database/cluster.ts'
import { buildPgliteImage, buildPostgresTemplate, openCopy } from '../database/engines.ts'
import { documentId, makeParcel, makePayload } from '../make/payload.ts'
import { addCast, userOf } from '../supabase/schemas/cast.ts'
import { isOnce, submitCopies } from './duplicates.ts'

/**
 * `npm run faults:duplicates -- --ids 200 --copies 50 --engine postgres|pglite`: each text is submitted so many times at
 * once (one after the other on PGlite). The last line is one JSON object; it exits with 1 unless each is there once.
 */
const { values } = parseArgs({
  options: { ids: { type: 'string', default: '200' }, copies: { type: 'string', default: '50' }, engine: { type: 'string', default: 'postgres' } },
})
const ids = Number(values.ids)
const copies = Number(values.copies)
const cluster = values.engine === 'postgres' ? await startCluster() : null
const copy = await openCopy(cluster ? await buildPostgresTemplate(cluster) : await buildPgliteImage())
const { url, open: { database } } = copy
const sessions = Array.from({ length: copies }, () => (url === null ? database : openPostgres(url).database))

const start = Date.now()
const verdicts: Record<string, number> = {}
let wrong = 0
await addCast(database)
for (let n = 0; n < ids; n += 1) {
  const found = await submitCopies([database, ...sessions.slice(1)], userOf('author'), makeParcel(makePayload({ id: documentId(n) })))
  for (const [word, count] of Object.entries(found.verdicts)) verdicts[word] = (verdicts[word] ?? 0) + count
  if (isOnce(found)) continue
  wrong += 1
  console.log(`${documentId(n)}: ${JSON.stringify(found)}`)
}
if (url !== null) await Promise.all(sessions.map((session) => session.close()))
await copy.drop()
await cluster?.stop()
console.log(JSON.stringify({ engine: values.engine, seconds: Math.round((Date.now() - start) / 1000), ids, copies, verdicts, wrong }))
process.exitCode = wrong === 0 ? 0 : 1
