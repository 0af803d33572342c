import type { Database, Queryable } from '../../../supabase/embedded/database.ts'
import { actAs } from '../../database/persona.ts'
import { makeAnswers, makeFiling, makeParcel, makePayload, makePhotoEntry, makeSeal } from '../../make/payload.ts'
import { median } from '../median.ts'
import { atMost, say, type Finding } from '../report.ts'
import { addPeople, type BenchPerson } from './people.ts'
import { makeId } from './records.ts'
import type { BenchServer } from './server.ts'

const records = 1000
const batchItems = 50
const rounds = 9
/** A document, a revision, an activity, two people, a clinic, a filing, a picture. */
const rowsOfOne = 8
/** What a pushed free clinic is written to, with the column that names the record. */
const tables = {
  documents: 'id', document_revisions: 'document_id', activities: 'id', activity_people: 'activity_id', free_clinics: 'id',
  free_clinic_filings: 'activity_id', photos: 'document_id',
} as const

/** The batches of 1,000 sealed records, as the app sends them. */
function batchesOf(person: BenchPerson, word: string): string[] {
  const parcels = Array.from({ length: records }, (_, n) => makeParcel(makePayload({
    id: makeId(`${word} ${n}`), author_id: person.id, header: person.header, device_id: `phone-${word}`, short_no: `YZ-${word}-${n}`,
    answers: makeAnswers({ leader_on_site: person.id, filings: [makeFiling()] }), sealed: makeSeal({ device_seq: n + 1 }),
    photos: [makePhotoEntry(`${word} ${n}`)],
  })))
  return Array.from({ length: records / batchItems }, (_, n) =>
    JSON.stringify({ protocol: 1, items: parcels.slice(n * batchItems, (n + 1) * batchItems), people: [] }))
}

/** Milliseconds of pushing the batches, each in a transaction, as the person under row security. */
async function pushAll(database: Database, user: string, batches: readonly string[]): Promise<number> {
  let took = 0
  for (const batch of batches) {
    await database.transaction(async (tx) => {
      await actAs(tx, user)
      const start = performance.now()
      const [row] = await tx.query<{ others: number }>(`
        select count(*)::int as others from jsonb_array_elements(api.push($1::text) -> 'items') as i where i ->> 'verdict' <> 'applied'`, [batch])
      took += performance.now() - start
      if (row?.others !== 0) throw new Error(`${row?.others} records of a batch were not applied`)
    })
  }
  return took
}

/** The columns of a table that can be written. */
async function columnsOf(database: Queryable, table: string): Promise<string[]> {
  const rows = await database.query<{ column: string }>(`
    select quote_ident(attname) as column from pg_attribute
    where attrelid = ('app.' || $1)::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`, [table])
  return rows.map(({ column }) => column)
}

/** Takes the rows of a phone's records out of the tables, into tables of their own; gives how many there were. */
async function takeOut(tx: Queryable, device: string): Promise<number> {
  await tx.exec(`drop table if exists app.bench_ids; create table app.bench_ids as select id as record from app.documents where device_id = '${device}'`)
  for (const [table, id] of Object.entries(tables)) await tx.exec(`
    drop table if exists app.bench_${table};
    create table app.bench_${table} as select t.* from app.${table} t join app.bench_ids on record = ${id};
    delete from app.${table} using app.bench_ids where record = ${id}`)
  const [row] = await tx.query<{ count: number }>(`
    select (${Object.keys(tables).map((table) => `(select count(*) from app.bench_${table})`).join(' + ')})::int as count`)
  return row?.count ?? 0
}

/** The same rows as a client would send them, a statement for each table: `insert into … values (…), (…)`. */
async function insertsOf(tx: Queryable): Promise<string[]> {
  const inserts = []
  for (const table of Object.keys(tables)) {
    const columns = await columnsOf(tx, table)
    const [row] = await tx.query<{ rows: string }>(`
      select string_agg('(' || concat_ws(', ', ${columns.map((column) => `quote_nullable(${column}::text)`).join()}) || ')', ', ') as rows
      from app.bench_${table}`)
    inserts.push(`insert into app.${table} (${columns.join()}) values ${row?.rows}`)
  }
  return inserts
}

/** And as the database itself would copy them. */
const copiesOf = (tx: Queryable): Promise<string[]> => Promise.all(Object.keys(tables).map(async (table) => {
  const columns = (await columnsOf(tx, table)).join()
  return `insert into app.${table} (${columns}) select ${columns} from app.bench_${table}`
}))

async function timeOf(tx: Queryable, statements: readonly string[]): Promise<number> {
  const start = performance.now()
  for (const statement of statements) await tx.exec(statement)
  return performance.now() - start
}

const triggers = (word: 'disable' | 'enable') => Object.keys(tables).map((table) => `alter table app.${table} ${word} trigger user`).join('; ')

/**
 * Milliseconds of writing the rows of a phone's records again, as owner and without the triggers that derive and check: by one
 * plain insert for each table, its foreign keys looked up as always; and by copying them, which looks up nothing.
 */
async function insertAll(database: Database, device: string): Promise<{ insert: number; copy: number; rows: number }> {
  return database.transaction(async (tx) => {
    await tx.exec('set local session_replication_role = replica')
    const rows = await takeOut(tx, device)
    await tx.exec('savepoint taken_out')
    const copy = await timeOf(tx, await copiesOf(tx))
    await tx.exec(`rollback to taken_out; set local session_replication_role = origin; ${triggers('disable')}`)
    const insert = await timeOf(tx, await insertsOf(tx))
    await tx.exec(triggers('enable'))
    return { insert, copy, rows }
  })
}

/** What a push costs the database beyond writing its rows. */
export async function measureCost({ address, database }: BenchServer): Promise<Finding> {
  const [person] = await addPeople({ address, database }, 1, 1) as [BenchPerson]
  const [account] = await database.query<{ user_id: string }>('select user_id from app.accounts where person_id = $1', [person.id])
  const user = account?.user_id ?? ''
  // Of each round by itself: the machine is now slower, now faster for seconds.
  const ratios: number[] = []
  const times = { push: [] as number[], insert: [] as number[], copy: [] as number[] }
  for (let round = -1; round < rounds; round += 1) {
    const word = `r${round + 1}`
    // Triggers switched off and on make sessions plan anew: what pushes for days has its plans.
    await pushAll(database, user, batchesOf(person, `${word}-before`).slice(0, 1))
    const push = await pushAll(database, user, batchesOf(person, word))
    const { insert, copy, rows } = await insertAll(database, `phone-${word}`)
    if (rows !== records * rowsOfOne) throw new Error(`${rows} rows of ${records} records`)
    if (round < 0) continue
    ratios.push(push / insert)
    times.push.push(push)
    times.insert.push(insert)
    times.copy.push(copy)
  }
  const [push, insert, copy] = [median(times.push), median(times.insert), median(times.copy)]
  say('1,000 records in SQL', { push, insert, copy }, 'ms')
  return {
    figures: { cost_push_ms: push, cost_insert_ms: insert, cost_copy_ms: copy },
    aims: [atMost('cost: push of 1,000 records / plain insert of the same rows', median(ratios), 3)],
  }
}
