import { demoAccounts } from './accounts.ts'
import type { DemoContext, Transaction } from './context.ts'

/**
 * Takes the demo data away: what demo people recorded, they themselves, their accounts, and demo organisations. Real
 * rows stay, and with them a demo person or organisation that one of them names. Safe to repeat.
 */
export async function removeDemo(context: DemoContext): Promise<void> {
  await remove(context, true)
}

/** The same without the organisations: makes room for a fresh seeding, which needs them. */
export async function clearDemo(context: DemoContext): Promise<void> {
  await remove(context, false)
}

async function remove(context: DemoContext, withOrganisations: boolean): Promise<void> {
  const emails = demoAccounts.map(({ name }) => `${name}@${context.accountDomain}`)
  const objects = await context.database.transaction(async (tx) => {
    const removed = await removeRecords(tx, emails)
    if (withOrganisations) await tx.exec(removeOrganisationsSql)
    return removed
  })
  for (const name of objects) await context.removeObject?.('photos', name)
}

/** Gives the names of the objects whose rows are gone. */
async function removeRecords(tx: Transaction, emails: readonly string[]): Promise<string[]> {
  const objects = await tx.query<{ name: string }>(removeObjectsSql)
  await tx.exec(removeRecordsSql)
  await tx.query(removeUsersSql, [JSON.stringify(emails)])
  await tx.exec(removePeopleSql)
  return objects.map(({ name }) => name)
}

const removeObjectsSql = `
  delete from storage.objects o using app.photos p, app.people a
  where o.bucket_id = 'photos' and o.name = p.object_name and a.id = p.author_id and a.demo
  returning o.name`

/** Activities before their documents: one statement, so that the totals are corrected once. */
const removeRecordsSql = `
  delete from app.activities a using app.people p where p.id = a.author_id and p.demo;
  delete from app.documents d using app.people p where p.id = d.author_id and p.demo;
${['county_rollups', 'organisation_rollups', 'facet_rollups'].map((table) =>
  `  delete from app.${table} t where private.counts_nothing(to_jsonb(t));`).join('\n')}
`

/** Auth users of demo accounts, and those that a seeding left behind before it wrote their accounts. */
const removeUsersSql = `
  delete from auth.users u
  where exists (select 1 from app.accounts c where c.user_id = u.id and c.demo)
    or u.email in (select jsonb_array_elements_text(($1::text)::jsonb))
      and not exists (select 1 from app.accounts c where c.user_id = u.id)`

/**
 * Demo people, and those whom demo people typed in while somebody tried things out. Whom a remaining record names
 * stays, without account and rights.
 */
const removePeopleSql = `
  delete from app.accounts where demo;
  delete from app.programmes where demo;
  delete from app.area_figures where demo;
  delete from app.memberships m using app.people p where p.id = m.person_id and p.demo;

  delete from app.people p
  where (p.demo or exists (select 1 from app.people maker where maker.id = p.created_by and maker.demo))
    and not exists (select 1 from app.accounts c where c.person_id = p.id)
    and not exists (select 1 from app.documents d where d.author_id = p.id)
    and not exists (select 1 from app.activity_people t where t.person_id = p.id)
    and not exists (select 1 from app.free_clinics f where f.leader_on_site = p.id)
    and not exists (select 1 from app.training_trainers t where t.person_id = p.id)
    and not exists (select 1 from app.training_trainees t where t.person_id = p.id)
    and not exists (select 1 from app.reviews r where r.reviewer_id = p.id)
    and not exists (select 1 from app.finding_moves m where m.person_id = p.id);
`

const removeOrganisationsSql = `
  delete from app.organisations o
  where o.demo
    and not exists (select 1 from app.people p where p.organisation_id = o.id)
    and not exists (select 1 from app.memberships m where m.organisation_id = o.id)
    and not exists (select 1 from app.documents d where d.organisation_id = o.id)
    and not exists (select 1 from app.programme_members m where m.organisation_id = o.id)
    and not exists (select 1 from app.organisation_rollups r where r.organisation_id = o.id)
    and not exists (select 1 from app.free_clinic_filings f where f.authority_org_id = o.id)
    and not exists (select 1 from app.training_trainers t where t.org_id = o.id)
    and not exists (select 1 from app.training_trainees t where t.org_id = o.id)
    and not exists (select 1 from app.activities a
      where o.id in (a.organisation_id, a.organizer_org_id, a.recipient_org_id) or o.id = any(a.co_org_ids));
`
