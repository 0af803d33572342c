import type { Lint } from './lint.ts'

const policies = `pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace s on s.oid = c.relnamespace
  cross join lateral (select coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as said) as e`
const scope = "(s.nspname in ('app', 'api', 'private') or (s.nspname, c.relname) in (('storage', 'objects'), ('storage', 'buckets')))"
const name = "c.oid::regclass::text || ': ' || p.polname"
/** A policy's text without helpers that stand in a select of their own: these run once a statement. */
const perRow = "regexp_replace(e.said, '\\( SELECT (auth\\.uid|private\\.my_[a-z_]+)\\(\\) AS [a-z_]+\\)', '', 'g')"
const oneAtATime = 'read one row at a time, through its parent'

export const policyLints: readonly Lint[] = [
  {
    name: 'a policy is for those signed in',
    sql: `select ${name} as name from ${policies} where ${scope} and p.polroles <> array['authenticated'::regrole::oid]`,
    canary: 'create policy "canary" on app.people for select using (false)', says: 'app.people: canary',
  },
  {
    name: 'a policy gives a reason and takes none away',
    sql: `select ${name} as name from ${policies} where ${scope} and not p.polpermissive`,
    canary: 'create policy "canary" on app.people as restrictive for select to authenticated using (false)', says: 'app.people: canary',
  },
  {
    name: 'a policy for writing has a condition',
    sql: `select ${name} as name from ${policies} where ${scope} and p.polcmd in ('a', 'w', '*')
      and (coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'true') = 'true')`,
    canary: 'create policy "canary" on app.people for insert to authenticated with check (true)', says: 'app.people: canary',
  },
  {
    name: 'no policy lets anybody delete, or everything at once',
    sql: `select ${name} as name from ${policies} where ${scope} and p.polcmd in ('d', '*')`,
    canary: 'create policy "canary" on storage.objects for delete to authenticated using (false)', says: 'storage.objects: canary',
  },
  {
    name: 'who asks stands in a select, so that it is asked once',
    sql: `select ${name} as name from ${policies} where ${scope} and ${perRow} ~ '(auth\\.(uid|role|jwt|email)|private\\.my_[a-z_]+)\\('`,
    canary: 'create policy "canary" on app.people for select to authenticated using (id = auth.uid())', says: 'app.people: canary',
  },
  {
    name: 'no policy runs a subquery for each row',
    sql: `select ${name} as name from ${policies} where ${scope} and ${perRow} ~ '\\mSELECT\\M'`,
    allowed: {
      'app.document_revisions: who reads a document reads its newest revision, its author all': oneAtATime,
      'app.document_revisions: authors add revisions to their documents': oneAtATime,
      'app.photos: named teams read photos of their records': oneAtATime,
      'app.duplicates: who reads an activity reads of which it is a duplicate': oneAtATime,
      'app.free_clinics: who reads an activity reads its answers': oneAtATime,
      'app.free_clinic_filings: who reads an activity reads its filings': oneAtATime,
      'app.circuit_tours: who reads an activity reads its answers': oneAtATime,
      'app.tour_stops: who reads an activity reads its answers': oneAtATime,
      'app.supervision_visits: who reads an activity reads its visit': oneAtATime,
      'app.findings: who reads an activity reads its findings': oneAtATime,
      'app.training_sessions: who reads an activity reads its training': oneAtATime,
      'app.training_trainers: who reads an activity reads its trainers': oneAtATime,
      'app.training_trainees: who reads an activity reads its roster': oneAtATime,
      'storage.objects: authors add pictures that their manifests expect': 'one upload',
      'storage.objects: who opened a record\'s photos reads its pictures': oneAtATime,
      'app.reviews: who reads a record reads its reviews': oneAtATime,
      'app.finding_moves: who reads a finding reads its steps': oneAtATime,
    },
    canary: 'create policy "canary" on app.plans for select to authenticated using (exists (select 1 from app.people p where p.id = made_by))',
    says: 'app.plans: canary',
  },
  {
    name: 'a policy believes no claim and no metadata of a user',
    sql: `select ${name} as name from ${policies} where ${scope} and e.said ~ '(auth\\.(jwt|role|email)|current_setting|raw_(user|app)_meta_data|user_metadata)'`,
    canary: `create policy "canary" on app.people for select to authenticated using ((select auth.jwt()) ->> 'role' = 'administrator')`,
    says: 'app.people: canary',
  },
  {
    name: 'a foreign key that a policy compares begins an index',
    sql: `select distinct c.oid::regclass::text || '.' || a.attname as name from ${policies}
      join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
      where ${scope} and p.polcmd = 'r' and e.said ~ ('\\m' || a.attname || '\\M')
        and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indkey[0] = a.attnum)`,
    allowed: {
      'app.photos.author_id': 'photos are asked for by their record, which begins their key; policies only confirm',
      'app.people_merges.merged_by': 'merges are few, and asked for by who is gone or kept',
    },
    canary: 'drop index app.plans_made_by', says: 'app.plans.made_by',
  },
]
