import type { Payload } from '../../../src/domain/document.ts'
import { makePace } from '../../../src/sync/pace.ts'
import { push } from '../../../src/sync/push.ts'
import { hashText } from '../../fakes/fake-device.ts'
import { median } from '../median.ts'
import { atLeast, say, type Aim, type Finding } from '../report.ts'
import { openLine } from './line.ts'
import { addPeople, type BenchPerson } from './people.ts'
import { openPhone, sealRecord, signIn, type Kept } from './phone.ts'
import { addPlainTable, openUpsert, rowOf } from './plain-table.ts'
import type { BenchServer } from './server.ts'

const records = Number(process.env['XINGXUN_BENCH_RECORDS'] ?? 1000)
const rounds = 3
/** Rows that are upserted one by one where each takes a round trip of a far line. */
const farRows = 40

interface Pace { readonly perSecond: number; readonly bytes: number }
interface Side { readonly ours: Pace; readonly upserts: Pace }

/** Takes what is measured on a line of its own, and gives records per second and bytes of a record, both ways. */
async function paceOn(server: BenchServer, roundTrip: number, count: number, open: (address: string) => Promise<() => Promise<void>>): Promise<Pace> {
  const line = await openLine(server.address, roundTrip)
  try {
    const work = await open(line.address)
    line.takeBytes()
    const start = performance.now()
    await work()
    const seconds = (performance.now() - start) / 1000
    const { up, down } = line.takeBytes()
    return { perSecond: count / seconds, bytes: (up + down) / count }
  } finally {
    await line.stop()
  }
}

/** Seals records on a new phone, then pushes them, as a round of the app does. */
const ours = (person: BenchPerson, kept: Kept, word: string, count: number, payloads: Payload[]) => async (address: string) => {
  const phone = openPhone(address, person, kept)
  for (let n = 0; n < count; n += 1) payloads.push(await sealRecord(phone, person, `${word} ${n}`))
  return async () => {
    const { local } = phone.device
    const outcome = await push({ local, remote: phone.remote, hash: hashText, now: Date.now, pace: makePace() })
    const { queued, refused } = await local.outbox.standing()
    if (!outcome.done || queued > 0 || refused.length > 0) throw new Error(`not all pushed: ${JSON.stringify({ outcome, queued, refused: refused.length })}`)
    local.close()
  }
}

/** Upserts the same documents, one request per row, one after the other. */
const upserts = (person: BenchPerson, payloads: readonly Payload[]) => async (address: string) => {
  const upsert = await openUpsert(address, person)
  const rows = payloads.map(rowOf)
  return async () => {
    for (const row of rows) await upsert(row)
  }
}

async function round(server: BenchServer, person: BenchPerson, kept: Kept, word: string, roundTrip: number, count: number, rows: number): Promise<Side> {
  const payloads: Payload[] = []
  const oursFirst = await paceOn(server, roundTrip, count, ours(person, kept, word, count, payloads))
  return { ours: oursFirst, upserts: await paceOn(server, roundTrip, rows, upserts(person, payloads.slice(0, rows))) }
}

function report(name: string, sides: readonly Side[]): { figures: Record<string, number>; aim: Aim } {
  const middle = (of: (side: Side) => number) => median(sides.map(of))
  const [push, rows] = [middle((side) => side.ours.perSecond), middle((side) => side.upserts.perSecond)]
  const bytes = { push: middle((side) => side.ours.bytes), upserts: middle((side) => side.upserts.bytes) }
  say(name, { push, upserts: rows }, 'records/s')
  say(`${name}, on the wire`, bytes, 'bytes/record')
  return {
    figures: {
      [`${name}_records_per_second`]: push, [`${name}_upserts_per_second`]: rows,
      [`${name}_bytes_per_record`]: bytes.push, [`${name}_upsert_bytes_per_record`]: bytes.upserts,
    },
    aim: atLeast(`${name}: records per second / one upsert per row`, push / rows, 20),
  }
}

/** Queued records delivered by the app's push against one upsert per row, on a near line and on one of 150 ms. */
export async function measurePush(server: BenchServer): Promise<Finding> {
  const [person] = await addPeople(server, 1, 1) as [BenchPerson]
  await addPlainTable(server.database)
  const kept = await signIn(server.address, person)
  await round(server, person, kept, 'warm', 0, 100, 50)
  const near: Side[] = []
  for (let n = 0; n < rounds; n += 1) near.push(await round(server, person, kept, `near ${n}`, 0, records, records))
  const far = await round(server, person, kept, 'far', 150, records, farRows)
  const found = [report('push', near), report('push_150ms', [far])]
  return { figures: Object.assign({}, ...found.map(({ figures }) => figures)) as Record<string, number>, aims: found.map(({ aim }) => aim) }
}
