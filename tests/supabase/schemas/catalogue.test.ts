import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openTestDatabase } from '../../database/open-test-database.ts'

let database: TestDatabase
beforeAll(async () => { database = await openTestDatabase() })
afterAll(async () => { await database.close() })

const namesOf = async (sql: string): Promise<string[]> =>
  (await database.query<{ name: string }>(sql)).map(({ name }) => name)
const ours = "('app', 'api', 'private')"
const functions = `pg_proc f join pg_namespace s on s.oid = f.pronamespace and s.nspname in ${ours}`

const folder = new URL('../../../supabase/', import.meta.url)
const schemaFiles = readdirSync(new URL('schemas/', folder)).filter((name) => name.endsWith('.sql'))
const sources = schemaFiles.map((name) => ({ name, text: readFileSync(new URL(`schemas/${name}`, folder), 'utf8') }))
const conventions = readFileSync(new URL('CONVENTIONS.md', folder), 'utf8')

/** Every function that acts with its owner's rights, and why it must. */
const definers: Record<string, string> = {
  'private.my_person_id': 'accounts and people are read for every policy, beyond what the caller may read',
  'private.my_organisation_ids': 'memberships are read for every policy',
  'private.my_county_ids': 'memberships are read for every policy',
  'private.tg_document_revisions__derive': 'derived rows have no write grant',
  'private.tg_document_revisions__teams': 'who joins a record changes the team of what others wrote',
  'private.my_managed_organisation_ids': 'memberships are read for every policy',
  'private.acting_role': 'memberships are read beyond what a policy says',
  'private.audit': 'entries have no write grant, and a chain\'s end is read whoever acts',
  'private.tg_documents__audit': 'entries have no write grant',
  'private.tg_audited': 'entries have no write grant',
  'private.open_photos': 'views and entries have no write grant',
  'private.took_part': 'what belongs to a record need not be the caller\'s to read',
  'private.review': 'a reviewer has no write grant on what others wrote',
  'private.finding_part': 'the responsible organisation does not read the visit, and its part is to be known',
  'private.move_finding': 'steps have no write grant, and the visit is not the responsible organisation\'s to read',
  'private.record_reviews': 'the name of whoever decided is shown with the decision alone',
  'private.record_timeline': 'a record\'s host county has no right to its organisation\'s chain',
  'private.decisions': 'who took part in a record is not the caller\'s to read',
  'private.person_data': 'accounts, memberships and records are read beyond what a policy says',
  'private.erase_person': 'people have no update grant',
  'private.team_people': 'the names of colleagues one works with on a record, whatever their organisation',
  'private.any_of_organisation': 'an inspector of another organisation is not the author\'s to read, and none may belong to the inspected one',
  'private.tg_activities__rollups': 'totals have no write grant and cover rows that the writer may not read',
  'private.record_history': 'whoever reads a record reads what it said before, and of the revisions the newest alone',
  'private.manages': 'memberships are read beyond what a policy says',
  'private.circuit_tour_facts': 'whoever sees a tour is told the numbers of the whole of it',
  'private.circuit_tour_size': 'whoever sees a tour is told how many stops it has',
  'private.void_as_duplicates': 'a reviewer has no write grant on what others wrote',
  'private.plans_for': 'memberships and organisations are read beyond what a policy says',
  'private.plans_done': 'whether a plan is done does not depend on who asks',
  'private.put_plan': 'plans have no write grant, and a county\'s manager names people beyond reach',
  'private.add_filling_times': 'filling times have no write grant',
  'private.my_area_ids': 'memberships are read for every policy',
  'private.import_area_figures': 'figures have no write grant',
  'private.publish_checklist': 'checklists have no write grant',
  'private.put_view': 'views have no write grant',
  'private.drop_view': 'views have no write grant',
  'private.tg_findings__facts': 'facts have no write grant',
  'private.tg_training_trainees__facts': 'facts have no write grant',
  'private.tg_people__trained': 'facts have no write grant',
  'private.tg_activities__facts': 'facts have no write grant',
  'private.tell_ledger': 'ledgers have no write grant',
  'private.tg_organisations__moved': 'totals and facts have no write grant',
  'private.tg_areas__moved': 'totals and figures have no write grant',
  'private.tg_documents__departure': 'whoever moves a record need not belong to the organisation that it leaves',
  'private.archive_rows': 'row security would look at the document of each of thousands of texts and pictures',
  'private.ledger_owners': 'a county\'s manager does not read the people of its organisations',
  'private.activity_names': 'managers of the host side see the names of a visiting team on the record alone',
  'private.keep_session_code': 'codes have no write grant',
  'private.settle_session_entry': 'entries and contacts have no write grant',
  'private.tg_people__phones': 'entries and contacts have no write grant',
  'private.reach_of': 'memberships are read beyond the caller\'s own, and those of who made an invitation',
  'private.managed_people': 'people, accounts and memberships are read beyond what a policy says',
  'private.managed_person': 'people, accounts and memberships are read beyond what a policy says',
  'private.invite': 'people and invitations have no write grant for organisations that are managed',
  'private.withdraw_invitation': 'invitations have no write grant',
  'api.invitation_state': 'who holds a code of 80 random bits may know whom it is for, and has no right of their own yet',
  'private.join': 'accounts, memberships and people have no write grant',
  'private.end_membership': 'memberships have no write grant',
  'private.transfer_person': 'memberships and people have no write grant',
  'private.set_disabled': 'accounts have no write grant',
  'private.merge_people': 'people, accounts and memberships have no write grant',
  'private.undo_merge': 'people, accounts and memberships have no write grant',
  'private.import_people': 'people of organisations that are managed have no write grant',
  'private.import_organisations': 'organisations have no write grant',
  'api.session_code_state': 'a stranger has no right of their own; a code of 128 random bits says what it is for and no more',
  'api.submit_session_entry': 'a stranger has no right of their own; this is all that one may write',
}

/** All that anybody may call without having signed in. */
const open = ['api.invitation_state(text)', 'api.session_code_state(text)', 'api.submit_session_entry(text,uuid,text,text,text,text)']

describe('the catalogue', () => {
  it('has row security on and forced for every table', async () => {
    expect(await namesOf(`select c.oid::regclass::text as name from pg_class c
      where c.relnamespace in ('app'::regnamespace, 'private'::regnamespace, 'api'::regnamespace) and c.relkind in ('r', 'p')
        and not (c.relrowsecurity and c.relforcerowsecurity)`)).toEqual([])
  })

  it('has tables in app, and only tables of transitions in private', async () => {
    expect(await namesOf(`select c.oid::regclass::text as name from pg_class c join pg_namespace s on s.oid = c.relnamespace
      where s.nspname in ('api', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`)).toEqual(['private.finding_transitions', 'private.transitions'])
  })

  it('gives every policy to authenticated alone, and says it in a sentence', async () => {
    expect(await namesOf(`select policyname as name from pg_policies
      where (schemaname in ${ours} or tablename in ('objects', 'buckets'))
        and (roles <> '{authenticated}' or permissive <> 'PERMISSIVE' or policyname !~ '^[a-z'',]+( [a-z'',]+){2,}$')`)).toEqual([])
  })

  it('has a policy for every table', async () => {
    expect(await namesOf(`select c.oid::regclass::text as name from pg_class c
      where c.relnamespace in ('app'::regnamespace, 'private'::regnamespace) and c.relkind = 'r'
        and not exists (select 1 from pg_policy p where p.polrelid = c.oid)`)).toEqual([])
  })

  it('fixes an empty search path for every function', async () => {
    expect(await namesOf(`select f.oid::regprocedure::text as name from ${functions}
      where not coalesce(f.proconfig @> array['search_path=""'], false)`)).toEqual([])
  })

  it('has no definer functions but those of the list', async () => {
    expect(await namesOf(`select s.nspname || '.' || f.proname as name from ${functions} where f.prosecdef order by 1`))
      .toEqual(Object.keys(definers).sort())
  })

  it('and the conventions list the same definer functions', () => {
    const rows = [...conventions.matchAll(/^\| `((?:private|api)\.[a-z_]+)` \| (.+) \|$/gm)].map(([, name, reason]) => [name, reason])

    expect(Object.fromEntries(rows)).toEqual(definers)
  })

  it('lets anon execute the functions of a session\'s and an invitation\'s code, and PUBLIC none', async () => {
    expect(await namesOf(`select f.oid::regprocedure::text as name from ${functions}
      where has_function_privilege('anon', f.oid, 'execute') order by 1`)).toEqual(open)
    expect(await namesOf(`select f.oid::regprocedure::text as name from ${functions}
      where exists (select 1 from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a where a.grantee = 0)`)).toEqual([])
  })

  it('lets authenticated execute no function that belongs to the job and the owner', async () => {
    expect(await namesOf(`select f.proname as name from ${functions} and f.prorettype <> 'trigger'::regtype
      where not has_function_privilege('authenticated', f.oid, 'execute') order by 1`)).toEqual([
      'apply_to_rollups', 'counties_of', 'touch_counties', 'apply_to_places', 'look_up_last_days', 'place_facet', 'differences_of', 'counts_nothing', 'lock_people_organisations', 'counted_in', 'county_rollups_recount', 'organisation_rollups_recount',
      'facet_rollups_recount', 'tile_rollups_recount', 'place_months_recount', 'institution_months_recount', 'free_clinic_measures', 'circuit_tour_measures', 'tour_stop_measures', 'training_session_measures', 'supervision_visit_measures', 'derive_activities', 'derive_photos', 'derive_device_ledgers', 'free_clinic_derive', 'circuit_tour_derive', 'tour_stop_derive', 'training_session_derive', 'supervision_visit_derive', 'team_of', 'teams_amiss',
      'acting_role', 'audit', 'audit_breaks', 'audit_hash', 'measures_of', 'flags_of', 'rebuild_rollups', 'rollup_change',
      'counted_findings', 'renew_finding_facts', 'counted_trainees', 'renew_trained_people', 'fact_differences', 'rebuild_facts',
      'survivor_of', 'reaches', 'people_within', 'reaches_person', 'account_state', 'role_of', 'code_hash', 'invitation_trouble', 'person_problem',
      'membership_to_end', 'hand_over_phones', 'session_entry_limits', 'rollup_differences', 'settle_photo', 'draw_epoch', 'share_named_pieces', 'work_days'].sort())
  })

  it('gives anon nothing in app and private', async () => {
    expect(await namesOf(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname in ${ours}
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and has_table_privilege('anon', c.oid, 'select, insert, update, delete, truncate')
      union all select nspname from pg_namespace where nspname in ('app', 'private') and has_schema_privilege('anon', oid, 'usage')
      union all select nspname from pg_namespace where nspname in ${ours}
        and (has_schema_privilege('anon', oid, 'create') or has_schema_privilege('authenticated', oid, 'create'))`)).toEqual([])
  })

  it('says for every foreign key what a deletion does', async () => {
    expect(await namesOf(`select conname as name from pg_constraint c join pg_namespace s on s.oid = c.connamespace
      where s.nspname in ${ours} and contype = 'f' and confdeltype = 'a'`)).toEqual([])
  })

  it('has an index that begins with each foreign key of a table that grows', async () => {
    expect(await namesOf(`
      select c.conrelid::regclass::text || '.' || a.attname as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confdeltype = 'c' and c.connamespace = 'app'::regnamespace
        and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
      order by 1`)).toEqual(['app.rules.area_id'])
  })

  it('belongs to a role that is no superuser and passes row security', async () => {
    const owners = await database.query(`
      select distinct r.rolsuper, r.rolbypassrls, r.rolcanlogin from pg_roles r where r.oid in (
        select relowner from pg_class where relnamespace in ('app'::regnamespace, 'private'::regnamespace)
        union select f.proowner from ${functions} union select nspowner from pg_namespace where nspname in ${ours})`)

    expect(owners).toEqual([{ rolsuper: false, rolbypassrls: true, rolcanlogin: false }])
  })
})

describe('the schema files', () => {
  it.each(sources)('$name: every function says its volatility and its search path', ({ text }) => {
    const heads = [...text.matchAll(/^create (?:or replace )?function[\s\S]*?\bas \$\$/gm)].map(([head]) => head.replace(/\s+/g, ' '))

    expect(heads.filter((head) => !/ (immutable|stable|volatile) /.test(head) && !/returns trigger/.test(head))).toEqual([])
    expect(heads.filter((head) => !head.includes("set search_path = ''"))).toEqual([])
  })

  it.each(sources)('$name begins with a paragraph and stays within 300 lines', ({ text }) => {
    expect(text.startsWith('-- ')).toBe(true)
    expect(text.split('\n').length).toBeLessThanOrEqual(300)
  })
})
