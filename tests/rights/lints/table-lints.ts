import { relations } from '../expectations/relations.ts'
import { ours, type Lint } from './lint.ts'

const tables = `pg_class c join pg_namespace s on s.oid = c.relnamespace and s.nspname in ${ours}`
const writable = Object.entries(relations).filter(([, { openGrants }]) => !openGrants).flatMap(([name, { inserts = '', updates = '' }]) => [
  ...inserts.split(' ').filter(Boolean).map((column) => `${name}.${column} INSERT`),
  ...updates.split(' ').filter(Boolean).map((column) => `${name}.${column} UPDATE`)])
const secured = (name: string) => `alter table ${name} enable row level security; alter table ${name} force row level security;`

export const tableLints: readonly Lint[] = [
  {
    name: 'row security is on and forced for every table',
    sql: `select c.oid::regclass::text as name from ${tables} where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
    canary: 'alter table app.people no force row level security', says: 'app.people',
  },
  {
    name: 'every table has a policy',
    sql: `select c.oid::regclass::text as name from ${tables} where c.relkind in ('r', 'p') and not exists (select 1 from pg_policy p where p.polrelid = c.oid)`,
    canary: `create table app.canary (id int); ${secured('app.canary')}`, says: 'app.canary',
  },
  {
    name: 'a view acts with its reader\'s rights',
    sql: `select c.oid::regclass::text as name from ${tables} where (c.relkind = 'v'
      and not exists (select 1 from unnest(coalesce(c.reloptions, '{}')) o where o in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1')))
      or c.relkind in ('m', 'f')`,
    canary: 'create view api.canary as select id from app.people', says: 'api.canary',
  },
  {
    name: 'the exposed schema holds no table',
    sql: `select c.oid::regclass::text as name from ${tables} where s.nspname = 'api' and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    canary: `create table api.canary (id int); ${secured('api.canary')}`, says: 'api.canary',
  },
  {
    name: 'nobody but those signed in holds a right on a table, and these read',
    sql: `select c.oid::regclass::text || ' ' || a.privilege_type || ' ' || coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC') as name
      from ${tables} cross join lateral aclexplode(c.relacl) a
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and a.grantee <> c.relowner
        and not (a.grantee = 'authenticated'::regrole and a.privilege_type = 'SELECT' and not a.is_grantable)`,
    canary: 'grant delete on app.plans to authenticated', says: 'app.plans DELETE authenticated',
  },
  {
    name: 'columns are written as listed',
    sql: `select c.oid::regclass::text || '.' || t.attname || ' ' || a.privilege_type as name
      from ${tables} join pg_attribute t on t.attrelid = c.oid and t.attnum > 0 cross join lateral aclexplode(t.attacl) a
      where a.grantee <> c.relowner and c.oid::regclass::text || '.' || t.attname || ' ' || a.privilege_type
        <> all(array[${writable.map((each) => `'${each}'`).join(',')}])`,
    canary: 'grant update (author_id) on app.documents to authenticated', says: 'app.documents.author_id UPDATE',
  },
  {
    name: 'nobody makes anything in our schemas, and only `api` is open to strangers',
    sql: `select s.nspname || ' ' || a.privilege_type || ' ' || coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC') as name
      from pg_namespace s cross join lateral aclexplode(s.nspacl) a where s.nspname in ${ours} and a.grantee <> s.nspowner
        and not (a.privilege_type = 'USAGE' and (a.grantee = 'authenticated'::regrole or (a.grantee = 'anon'::regrole and s.nspname = 'api')))`,
    canary: 'grant usage on schema app to anon', says: 'app USAGE anon',
  },
  {
    name: 'nothing new is granted by itself',
    sql: `select distinct 'default in ' || coalesce(s.nspname, 'all') as name
      from pg_default_acl d left join pg_namespace s on s.oid = d.defaclnamespace cross join lateral aclexplode(d.defaclacl) a
      where d.defaclrole = 'xingxun_owner'::regrole and a.grantee <> d.defaclrole`,
    canary: 'alter default privileges in schema app grant select on tables to anon', says: 'default in app',
  },
  {
    name: 'every trigger is on',
    sql: `select t.tgname as name from pg_trigger t join ${tables} on c.oid = t.tgrelid where t.tgenabled <> 'O' and not t.tgisinternal`,
    canary: 'alter table app.documents disable trigger documents_200_immutable', says: 'documents_200_immutable',
  },
  {
    name: 'buckets are private and bounded',
    sql: 'select id as name from storage.buckets where public or file_size_limit is null or allowed_mime_types is null',
    canary: "update storage.buckets set public = true", says: 'photos',
  },
]
