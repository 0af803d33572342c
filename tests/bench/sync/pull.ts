import { makeParcel, makePayload } from '../../make/payload.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { pullOwn } from '../../../src/sync/pull.ts'
import type { Parcel } from '../../../src/domain/document.ts'
import type { Database } from '../../../supabase/embedded/database.ts'
import { atLeast, atMost, say, type Finding } from '../report.ts'
import { openLine } from './line.ts'
import { addPeople, type BenchPerson } from './people.ts'
import { openWay, signIn, type Kept } from './phone.ts'
import { openPouch } from './pouch.ts'
import { makeId } from './records.ts'
import type { BenchServer } from './server.ts'

const count = Number(process.env['XINGXUN_BENCH_PULLED'] ?? 10_000)
const batchItems = 50
const roundTrip = 150

/** What a pull took on one side. */
export interface Pulled {
  readonly milliseconds: number
  readonly requests: number
  readonly documents: number
}

const parcelsOf = (person: BenchPerson): Parcel[] => Array.from({ length: count }, (_, n) => makeParcel(makePayload({
  id: makeId(`pulled ${n}`), author_id: person.id, header: person.header, short_no: `YZ-P-${n}`,
})))

/** Puts the texts where a pull reads them, 50 a transaction as pushes do, without deriving anything. */
async function plant(database: Database, parcels: readonly Parcel[]): Promise<void> {
  for (let from = 0; from < parcels.length; from += batchItems) await database.transaction(async (tx) => {
    await tx.exec('set local session_replication_role = replica')
    await tx.query(`
      with item as (select * from jsonb_to_recordset(($1::text)::jsonb) as i(id uuid, sha256 text, text text)), heads as (
        insert into app.documents (id, kind, author_id, revision, status, practice, sha256, short_no, device_id, created_at)
        select id, 'free_clinic', (text::jsonb ->> 'author_id')::uuid, 1, 'submitted', false, sha256, text::jsonb ->> 'short_no', 'phone-1', now()
        from item)
      insert into app.document_revisions (document_id, revision, sha256, payload) select id, 1, sha256, text from item`,
    [JSON.stringify(parcels.slice(from, from + batchItems))])
  })
}

/** Opens a phone of ours that pulls whatever is new on a line. The configuration is known, as after the app's first start. */
function openOurs(near: string, person: BenchPerson, kept: Kept): { pull(address: string): Promise<Pulled>; close(): void } {
  const { local } = new FakeDevice(person.id)
  return {
    async pull(address) {
      let requests = 0
      let documents = 0
      const { remote } = openWay(address, kept, (input, init) => {
        requests += 1
        return fetch(input, init)
      }, near)
      const pullOwnAndCount: typeof remote.pullOwn = async (cursor) => {
        const answer = await remote.pullOwn(cursor)
        if (answer.ok) documents += answer.value.documents.length
        return answer
      }
      const start = performance.now()
      const outcome = await pullOwn({ local, remote: { pullOwn: pullOwnAndCount }, now: Date.now })
      if (!outcome.done) throw new Error(`the pull stopped: ${JSON.stringify(outcome)}`)
      return { milliseconds: performance.now() - start, requests, documents }
    },
    close: () => local.close(),
  }
}

/** A first pull of many documents, then of one changed row on a far line, beside PouchDB on the same texts. */
export async function measurePull({ address, database }: BenchServer): Promise<Finding> {
  const [person] = await addPeople({ address, database }, 1, 1, 'pull') as [BenchPerson]
  const parcels = parcelsOf(person)
  await plant(database, parcels)
  const pouch = await openPouch(parcels)
  const ours = openOurs(address, person, await signIn(address, person))
  // One line for both pulls: PouchDB knows a server by its address, and begins anew at another.
  const [line, pouchLine] = await Promise.all([openLine(address), openLine(pouch.address)])
  try {
    const first = { pouchdb: await pouch.pull(pouchLine.address), ours: await ours.pull(line.address) }
    for (const [side, { documents }] of Object.entries(first)) if (documents !== count) throw new Error(`${side} pulled ${documents}`)
    for (const each of [line, pouchLine]) each.slowTo(roundTrip)
    await pouch.change()
    await database.query(`update app.documents set received_at = now() where id = $1`, [parcels[0]?.id])
    const delta = { pouchdb: await pouch.pull(pouchLine.address), ours: await ours.pull(line.address) }
    return report(first, delta)
  } finally {
    ours.close()
    pouch.stop()
    await Promise.all([line.stop(), pouchLine.stop()])
  }
}

function report(first: Record<'pouchdb' | 'ours', Pulled>, delta: Record<'pouchdb' | 'ours', Pulled>): Finding {
  const pace = { pouchdb: count / (first.pouchdb.milliseconds / 1000), ours: count / (first.ours.milliseconds / 1000) }
  const requests = { pouchdb: delta.pouchdb.requests, ours: delta.ours.requests }
  say(`first pull of ${count}`, pace, 'documents/s')
  say('one changed row at 150 ms', { pouchdb: delta.pouchdb.milliseconds, ours: delta.ours.milliseconds }, 'ms')
  say('one changed row', requests, 'requests')
  if (delta.pouchdb.documents !== 1 || delta.ours.documents !== 1) throw new Error('a delta of one row was another')
  return {
    figures: {
      pull_documents_per_second: pace.ours, pull_pouchdb_documents_per_second: pace.pouchdb,
      pull_requests: first.ours.requests, pull_pouchdb_requests: first.pouchdb.requests,
      pull_delta_ms: delta.ours.milliseconds, pull_delta_pouchdb_ms: delta.pouchdb.milliseconds,
      pull_delta_requests: requests.ours, pull_delta_pouchdb_requests: requests.pouchdb,
    },
    aims: [
      atLeast('pull: documents per second / PouchDB', pace.ours / pace.pouchdb, 15),
      atMost('pull: requests of a delta / PouchDB', requests.ours / requests.pouchdb, 0.34),
    ],
  }
}
