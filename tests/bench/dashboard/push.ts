import { randomUUID } from 'node:crypto'
import type { Database } from '../../../supabase/embedded/database.ts'
import { actAs } from '../../database/persona.ts'
import { makeAnswers, makeFiling, makeParcel, makePayload, makeSeal } from '../../make/payload.ts'
import { median } from '../median.ts'
import { employ, placesOf, type BenchPerson, type Place } from '../sync/people.ts'
import { makeId } from '../sync/records.ts'

const items = 50
const rounds = 15
/** All that keeps totals, places and facts in step with activities. */
const triggers = ['activities_insert_rollups', 'activities_update_rollups', 'activities_delete_rollups', 'activities_300_facts']

/** A batch of sealed free clinics of one person. */
const batchOf = (person: BenchPerson, word: string) => JSON.stringify({ protocol: 1, people: [], items: Array.from({ length: items }, (_, n) =>
  makeParcel(makePayload({
    id: makeId(`${word} ${n}`), author_id: person.id, header: person.header, device_id: `phone-${word}`, short_no: `YZ-${word}-${n}`,
    answers: makeAnswers({ leader_on_site: person.id, filings: [makeFiling()] }), sealed: makeSeal({ device_seq: n + 1 }), photos: [],
  }))) })

/** Milliseconds of a push of 50 with triggers of the totals on or off, undone afterwards unless it is to stay. */
async function pushed(database: Database, user: string, batch: string, on: boolean, stays = false): Promise<number> {
  let took = Number.NaN
  await database.transaction(async (tx) => {
    if (!on) for (const name of triggers) await tx.exec(`alter table app.activities disable trigger ${name}`)
    await actAs(tx, user)
    const start = performance.now()
    const [row] = await tx.query<{ others: number }>(`
      select count(*)::int as others from jsonb_array_elements(api.push($1::text) -> 'items') as i where i ->> 'verdict' <> 'applied'`, [batch])
    took = performance.now() - start
    if (row?.others !== 0) throw new Error(`${row?.others} records of a batch were not applied`)
    if (!stays) throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return took
}

class Undone extends Error {}

/**
 * What keeping the totals adds to a push of 50 records: median milliseconds with them and without. Three batches stay, some
 * of them approved, returned and void, for a recount to find what went wrong.
 */
export async function measurePush(database: Database): Promise<{ readonly on: number; readonly off: number }> {
  const [place] = await placesOf(database, 1) as [Place]
  const user = randomUUID()
  const person = await employ(database, place, user, 'bench dashboard')
  const times = { on: [] as number[], off: [] as number[] }
  for (let round = -2; round < rounds; round += 1) {
    const batch = batchOf(person, `push ${round + 2}`)
    // Which goes first changes, so that neither always finds warm pages.
    const order = round % 2 === 0 ? [true, false] : [false, true]
    for (const on of order) {
      const took = await pushed(database, user, batch, on)
      if (round >= 0) times[on ? 'on' : 'off'].push(took)
    }
  }
  for (const word of ['a', 'b', 'c']) await pushed(database, user, batchOf(person, `stays ${word}`), true, true)
  for (const [status, digit] of [['approved', 1], ['returned', 2], ['void', 3]] as const) {
    await database.query('update app.activities set status = $2 where author_id = $1 and short_no like $3', [person.id, status, `%-${digit}%`])
  }
  return { on: median(times.on), off: median(times.off) }
}
