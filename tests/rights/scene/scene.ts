import type { Parcel } from '../../../src/domain/document.ts'
import type { Database, Queryable } from '../../../supabase/embedded/database.ts'
import { makeParcel } from '../../make/payload.ts'
import { actAs } from '../../database/persona.ts'
import { addCast, asOwner, stranger, userOf, type Persona } from '../../supabase/schemas/cast.ts'
import { pushThrough } from '../../supabase/schemas/stage.ts'
import { addDecisions } from './decisions.ts'
import { addMorePeople } from './more-people.ts'
import { addOtherRows } from './other-rows.ts'
import { payloadOf, pictureOf } from './payloads.ts'
import { addProgrammes } from './programmes.ts'
import { idOf, recordNames, records, type RecordFacts, type RecordName } from './records.ts'
import type { Who } from './who.ts'

/** Becomes a persona for the rest of the transaction. */
export const become = (tx: Queryable, who: Who): Promise<void> =>
  actAs(tx, who === 'anon' ? null : who === 'stranger' ? stranger : userOf(who))

async function push(tx: Queryable, who: Persona, name: RecordName, parcel: Parcel): Promise<void> {
  await become(tx, who)
  const [item] = (await pushThrough(tx, { protocol: 1, items: [parcel] })).items
  if (item?.verdict !== 'applied') throw new Error(`${name} was not taken: ${JSON.stringify(item)}`)
}

/** Hands a record in, by way of what it was before. */
async function handIn(tx: Queryable, name: RecordName): Promise<void> {
  const { author, status, revisions }: RecordFacts = records[name]
  const began = name === 'elsewhere' || name === 'thrownAway' || status === 'draft' ? 'draft' : 'submitted'
  const first = makeParcel(payloadOf(name, { status: began }))
  await push(tx, author, name, first)
  if (revisions === 2) {
    const then = status === 'void' ? 'void' : 'submitted'
    const next = payloadOf(name, { revision: 2, status: then, amend_reason: '漏记了一箱宣传材料' })
    await push(tx, author, name, makeParcel(next, [first.sha256]))
  }
}

/**
 * Fills a prepared database with the cast and one row of every class that expectations speak of, the records by pushing
 * them as their authors do. Throws when the server does not take one.
 */
export async function addScene(database: Pick<Database, 'query' | 'exec' | 'transaction'>): Promise<void> {
  await addCast(database)
  await database.transaction(async (tx) => {
    await tx.exec(asOwner)
    await addProgrammes(tx)
    for (const name of recordNames) await handIn(tx, name)
    await tx.exec(asOwner)
    await addMorePeople(tx)
    await addDecisions(tx, (who) => become(tx, who))
    for (const name of recordNames) {
      await tx.query("insert into storage.objects (bucket_id, name) values ('photos', $1)",
        [`${idOf(name)}/${pictureOf(name).sha256}`])
    }
    await addOtherRows(tx)
  })
}
