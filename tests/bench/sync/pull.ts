import { makeParcel, makePayload } from '../../make/payload.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import type { Result } from '../../../src/domain/failure.ts'
import { makeArchivePace, pullArchives } from '../../../src/sync/archive.ts'
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
const roundTrip = 150

/** What a pull took on one side. */
export interface Pulled {
  readonly milliseconds: number
  readonly requests: number
  readonly documents: number
}

/** The nth day before today, at eight in the morning there. */
const dayBefore = (n: number): string => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10)

/** Records of a colleague, over the 24 months that an archive holds. */
const parcelsOf = ({ colleague, header }: BenchPerson): Parcel[] => Array.from({ length: count }, (_, n) => {
  const day = dayBefore(1 + (n % 715))
  return makeParcel(makePayload({
    id: makeId(`pulled ${n}`), author_id: colleague, header: { ...header, started_at: `${day}T00:00:00.000Z`, ended_at: `${day}T04:00:00.000Z` },
    short_no: `YZ-P-${n}`,
  }))
})

/** Puts the texts and their activities where a pull reads them, without deriving anything. */
async function plant(database: Database, parcels: readonly Parcel[]): Promise<void> {
  for (let from = 0; from < parcels.length; from += 500) await database.transaction(async (tx) => {
    await tx.exec('set local session_replication_role = replica')
    await tx.query(`
      with item as (
        select i.id, i.sha256, i.text, i.text::jsonb as p from jsonb_to_recordset(($1::text)::jsonb) as i(id uuid, sha256 text, text text)
      ), heads as (
        insert into app.documents (id, kind, author_id, organisation_id, scope_organisation_id, host_area_id, revision, status, practice, sha256,
          short_no, device_id, created_at)
        select id, 'free_clinic', (p ->> 'author_id')::uuid, (p #>> '{header,organisation_id}')::int, (p #>> '{header,organisation_id}')::int,
          (p #>> '{header,host_area_id}')::int, 1, 'submitted', false, sha256, p ->> 'short_no', 'phone-1', now()
        from item
      ), texts as (
        insert into app.document_revisions (document_id, revision, sha256, payload) select id, 1, sha256, text from item
      )
      insert into app.activities (id, kind, status, title, short_no, author_id, host_area_id, host_county_id, home_county_id, organisation_id,
        organizer_org_id, recipient_org_id, started_at, ended_at, day, late_reason, place_name, lng, lat, no_fix_reason, summary, visits, staff, leaflets, sealed_at, level)
      select id, 'free_clinic', 'submitted', p #>> '{header,title}', p ->> 'short_no', (p ->> 'author_id')::uuid, h.area, h.area, h.area,
        h.organisation, h.organisation, h.organisation, h.started, h.started + interval '4 hours', private.china_day(h.started), '',
        p #>> '{header,place_name}', (p #>> '{header,position,lng}')::float, (p #>> '{header,position,lat}')::float, '', '', 0, 0, 0, now(), 'county'
      from item cross join lateral (select (p #>> '{header,host_area_id}')::int as area, (p #>> '{header,organisation_id}')::int as organisation,
        (p #>> '{header,started_at}')::timestamptz as started) as h`,
    [JSON.stringify(parcels.slice(from, from + 500))])
  })
  await database.exec('analyze app.documents; analyze app.activities; analyze app.document_revisions')
}

/** Opens a phone of ours that pulls its organisation's archive. The configuration is known, as after the app's first start. */
function openOurs(near: string, person: BenchPerson, kept: Kept): { pull(address: string, later?: number): Promise<Pulled>; close(): void } {
  const { local } = new FakeDevice(person.id)
  return {
    async pull(address, later = 0) {
      let requests = 0
      let documents = 0
      const { remote } = openWay(address, kept, (input, init) => {
        requests += 1
        return fetch(input, init)
      }, near)
      const counted = <T>(answer: Result<T>, records: (value: T) => readonly unknown[]): Result<T> => {
        if (answer.ok) documents += records(answer.value).length
        return answer
      }
      const start = performance.now()
      await pullArchives({
        archive: await local.archive(), hash: hashText, organisations: () => [person.header.organisation_id ?? 0], pace: makeArchivePace(), wanted: () => false,
        now: () => Date.now() + later,
        remote: {
          archiveMonths: (...asked) => remote.archiveMonths(...asked),
          archiveRecords: async (...asked) => counted(await remote.archiveRecords(...asked), (records) => records),
          pullArchive: async (...asked) => counted(await remote.pullArchive(...asked), ({ records }) => records),
        },
      })
      const milliseconds = performance.now() - start
      const held = (await (await local.archive()).lines()).length
      if (held !== count) throw new Error(`${held} records can be read`)
      return { milliseconds, requests, documents }
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
    const delta = { pouchdb: await pouch.pull(pouchLine.address), ours: await ours.pull(line.address, 6 * 60_000) }
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
