import type { Page } from 'playwright-core'
import type { Parcel } from '../../../src/domain/document.ts'
import { sha256Of } from '../../make/payload.ts'
import { inFreshProfile } from '../chromium.ts'
import { median } from '../median.ts'
import type { OurPullPage } from '../pages/pull/main.ts'
import type { Pulled } from '../peers/pull-page.ts'
import { atLeast, atMost, say, type Finding } from '../report.ts'
import { openLine, type Line } from './line.ts'
import { addPeople, type BenchPerson } from './people.ts'
import { plantArchive, pulledParcel } from './plant-archive.ts'
import { openOurs, openPouch, openRxdb, type PullSide } from './pull-sides.ts'
import type { BenchServer } from './server.ts'

const count = Number(process.env['XINGXUN_BENCH_PULLED'] ?? 10_000)
const rounds = Number(process.env['XINGXUN_BENCH_PULL_ROUNDS'] ?? 3)
const roundTrip = 150

type Name = 'pouchdb' | 'rxdb' | 'ours'
type PullWindow = { bench: OurPullPage }
type Taken = { readonly first: Pulled; readonly delta: Pulled; readonly bytes: number; readonly writing: number }

const pull = (page: Page): Promise<Pulled> => page.evaluate(() => (window as unknown as PullWindow).bench.pull())

/** Throws unless the page's storage holds all documents, and this text among them. */
async function prove(page: Page, name: Name, { id, sha256 }: Parcel): Promise<void> {
  const held = await page.evaluate((wanted) => (window as unknown as PullWindow).bench.held(wanted), id)
  if (held.count !== count) throw new Error(`${name}: ${held.count} documents can be read`)
  if (sha256Of(held.text) !== sha256) throw new Error(`${name}: the text of ${id} is another`)
}

/** A first pull in a fresh profile, then the change of one row and a pull of it on a far line. */
const measureOnce = (name: Name, side: PullSide, line: Line, before: Parcel, after: Parcel): Promise<Taken> => inFreshProfile(async (context) => {
  const page = await context.newPage()
  await page.goto(`${line.address}${side.page}`)
  await page.waitForFunction(() => 'bench' in window)
  await side.enter(page)
  line.takeBytes()
  const first = await pull(page)
  const bytes = line.takeBytes().down
  if (first.documents !== count) throw new Error(`${name} pulled ${first.documents}`)
  const writing = name === 'ours' ? await page.evaluate(() => (window as unknown as PullWindow).bench.writing()) : Number.NaN
  await prove(page, name, before)
  await side.change(after)
  line.slowTo(roundTrip)
  const delta = await pull(page)
  line.slowTo(0)
  if (delta.documents !== 1) throw new Error(`${name}: a delta of one row was ${delta.documents}`)
  await prove(page, name, after)
  return { first, delta, bytes, writing }
})

/** A first pull of many documents, then of one changed row on a far line, beside PouchDB and RxDB on the same texts. */
export async function measurePull(server: BenchServer): Promise<Finding> {
  const [person] = await addPeople(server, 1, 1, 'pull') as [BenchPerson]
  const parcels = Array.from({ length: count }, (_, n) => pulledParcel(person, n))
  await plantArchive(server.database, parcels)
  const sides = { pouchdb: await openPouch(parcels), rxdb: await openRxdb(parcels), ours: openOurs(server, person) }
  const opened: { readonly name: Name; readonly side: PullSide; readonly line: Line; readonly taken: Taken[] }[] = []
  try {
    for (const name of ['pouchdb', 'rxdb', 'ours'] as const) opened.push({ name, side: sides[name], line: await openLine(sides[name].address), taken: [] })
    for (let round = 0; round < rounds; round += 1) for (const { name, side, line, taken } of opened) {
      const before = parcels[round * 7] as Parcel
      const once = await measureOnce(name, side, line, before, pulledParcel(person, round * 7, `第${round + 1}次修订`))
      say(`round ${round + 1}, ${name}`, { 'first pull': once.first.milliseconds, 'delta': once.delta.milliseconds }, 'ms')
      taken.push(once)
    }
    return report((name) => opened.find((each) => each.name === name)?.taken ?? [])
  } finally {
    for (const { side, line } of opened) {
      side.stop()
      await line.stop()
    }
  }
}

function report(takenBy: (name: Name) => readonly Taken[]): Finding {
  const over = (name: Name, value: (taken: Taken) => number) => median(takenBy(name).map(value))
  const each = (value: (taken: Taken) => number) => ({ pouchdb: over('pouchdb', value), rxdb: over('rxdb', value), ours: over('ours', value) })
  const pace = each(({ first }) => count / (first.milliseconds / 1000))
  const [requests, bytes] = [each(({ first }) => first.requests), each((taken) => taken.bytes / 1024)]
  const delta = { ms: each((taken) => taken.delta.milliseconds), requests: each((taken) => taken.delta.requests) }
  say(`first pull of ${count}`, pace, 'documents/s')
  say(`first pull of ${count}`, requests, 'requests')
  say(`first pull of ${count}`, bytes, 'KiB from the server')
  const writing = over('ours', (taken) => taken.writing)
  const alone = over('pouchdb', ({ first }) => first.milliseconds) / writing
  say('of our first pull, writing', { ours: writing }, 'ms')
  say('a pull that did nothing but write', { ours: alone }, 'times PouchDB')
  say('one changed row at 150 ms', delta.ms, 'ms')
  say('one changed row', delta.requests, 'requests')
  return {
    figures: {
      pull_documents_per_second: pace.ours, pull_pouchdb_documents_per_second: pace.pouchdb, pull_rxdb_documents_per_second: pace.rxdb,
      pull_requests: requests.ours, pull_pouchdb_requests: requests.pouchdb, pull_rxdb_requests: requests.rxdb,
      pull_kib: bytes.ours, pull_pouchdb_kib: bytes.pouchdb, pull_rxdb_kib: bytes.rxdb,
      pull_delta_ms: delta.ms.ours, pull_delta_pouchdb_ms: delta.ms.pouchdb, pull_delta_rxdb_ms: delta.ms.rxdb,
      pull_delta_requests: delta.requests.ours, pull_delta_pouchdb_requests: delta.requests.pouchdb, pull_delta_rxdb_requests: delta.requests.rxdb,
      pull_documents_per_second_rxdb: pace.ours / pace.rxdb, pull_writing_ms: writing, pull_writing_alone_pouchdb: alone,
    },
    aims: [
      atLeast('pull: documents per second / PouchDB', pace.ours / pace.pouchdb, 15),
      atMost('pull: requests of a delta / PouchDB', delta.requests.ours / delta.requests.pouchdb, 0.34),
    ],
  }
}
