import type { Transaction } from './context.ts'
import { actAs, actAsOwner } from './push.ts'
import { seeded } from './random.ts'

interface Submitted {
  readonly id: string
  readonly author: string
  readonly age: number
  readonly revision: number
  /** The auth user of the manager of the county it was held in. */
  readonly manager: string
}

const approvedShare = 0.68
/** Days after which a record has usually been reviewed. */
const reviewAge = 8
/** Authors whose newest reviewable record has been sent back. */
const returnedTo = ['zhuanjia', 'wcyisheng', 'dzyisheng']
const returnReason = '请补充现场照片，并核对服务人次。'

/**
 * What managers would have done since, by the function that they call: most older records approved, one of some authors
 * returned. Also sets the time of arrival to shortly after the sealing.
 */
export async function settleReviews(tx: Transaction, today: string): Promise<void> {
  const records = await tx.query<Submitted>(submittedSql, [today])
  const random = seeded(`review ${today}`)
  const reviewable = records.filter(({ age }) => age >= reviewAge)
  const returned = returnedTo.flatMap((name) => reviewable.find(({ author }) => author === name) ?? [])
  const approved = reviewable.filter((record) => !returned.includes(record) && random.chance(approvedShare))
  await decide(tx, 'returned', returned, returnReason)
  await decide(tx, 'approved', approved, '')
  await tx.exec(arrivalSql)
}

async function decide(tx: Transaction, decision: string, records: readonly Submitted[], reason: string): Promise<void> {
  for (const manager of new Set(records.map((record) => record.manager))) {
    await actAs(tx, manager)
    await tx.query(`
      select api.review(r.id, r.revision, $2, $3) from jsonb_to_recordset(($1::text)::jsonb) as r(id uuid, revision int)`,
    [JSON.stringify(records.filter((record) => record.manager === manager)), decision, reason])
  }
  await actAsOwner(tx)
}

/** Submitted demo records that a demo manager may review, newest first. */
const submittedSql = `
  select a.id, c.name as author, $1::date - a.day as age, d.revision, (
    select m.user_id from app.accounts m join app.memberships s on s.person_id = m.person_id
    where m.demo and s.area_id = a.host_county_id order by m.name limit 1) as manager
  from app.activities a join app.documents d using (id) join app.accounts c on c.person_id = a.author_id and c.demo
  where a.status = 'submitted' and exists (
    select 1 from app.accounts m join app.memberships s on s.person_id = m.person_id where m.demo and s.area_id = a.host_county_id)
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
