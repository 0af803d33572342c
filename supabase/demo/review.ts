import type { Transaction } from './context.ts'
import { seeded } from './random.ts'

interface Submitted {
  readonly id: string
  readonly author: string
  readonly age: number
}

const approvedShare = 0.68
/** Days after which a record has usually been reviewed. */
const reviewAge = 8
/** Authors whose newest reviewable record has been sent back. */
const returnedTo = ['zhuanjia', 'wcyisheng', 'dzyisheng']

/**
 * What managers would have done since: most older records approved, one of some authors returned. Also sets the time
 * of arrival to shortly after the sealing. Status of document and activity change together.
 */
export async function settleReviews(tx: Transaction, today: string): Promise<void> {
  const records = await tx.query<Submitted>(submittedSql, [today])
  const random = seeded(`review ${today}`)
  const reviewable = records.filter(({ age }) => age >= reviewAge)
  const returned = returnedTo.flatMap((name) => reviewable.find(({ author }) => author === name)?.id ?? [])
  const approved = reviewable.filter(({ id }) => !returned.includes(id) && random.chance(approvedShare))
  await setStatus(tx, 'returned', returned)
  await setStatus(tx, 'approved', approved.map(({ id }) => id))
  await tx.exec(arrivalSql)
}

async function setStatus(tx: Transaction, status: string, ids: readonly string[]): Promise<void> {
  for (const table of ['documents', 'activities']) {
    await tx.query(`update app.${table} set status = $1 where id = any(($2::text)::uuid[])`, [
      status, `{${ids.join(',')}}`,
    ])
  }
}

/** Submitted demo records, newest first. */
const submittedSql = `
  select a.id, c.name as author, $1::date - a.day as age
  from app.activities a join app.accounts c on c.person_id = a.author_id and c.demo
  where a.status = 'submitted'
  order by a.day desc, a.id`

const arrivalSql = `
  update app.document_revisions r set received_at = least(now(),
    ((r.payload::jsonb #>> '{sealed,at}')::timestamptz + interval '7 minutes'))
  from app.documents d join app.people p on p.id = d.author_id and p.demo where d.id = r.document_id;
  update app.documents d set received_at = least(now(), d.sealed_at + interval '7 minutes')
  from app.people p where p.id = d.author_id and p.demo;
  update app.activities a set received_at = d.received_at
  from app.documents d join app.people p on p.id = d.author_id and p.demo where d.id = a.id;
`
