import { SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite'
import type { Database } from './database.ts'
import { StartRefused } from './failure.ts'
import { assertOwnerRole } from './preflight.ts'

/** The role that runs migrations, like hosted Supabase's `postgres`: CREATEROLE, BYPASSRLS, no SUPERUSER. */
export const ownerRole = 'xingxun_owner'

const requestRoles = ['anon', 'authenticated', 'service_role']

/**
 * Prepares a database whose auth and storage schemas exist: request roles, their grants, and the owner role.
 * Safe to repeat. Gives the role under which migrations run: `xingxun_owner` when connected as superuser, else the
 * connected role itself. Throws StartRefused when that role would see the wrong rows.
 */
export async function bootstrap(database: Database): Promise<string> {
  const [me] = await database.query<{ name: string; superuser: boolean }>(
    'select rolname as name, rolsuper as superuser from pg_roles where rolname = current_user',
  )
  if (me === undefined) throw new Error('the connected role is not listed')
  const owner = me.superuser ? ownerRole : me.name
  if (!me.superuser) await assertOwnerRole(database, owner)
  await database.transaction(async (tx) => {
    await tx.exec(createRolesSql)
    await tx.exec(SUPABASE_AUTH_HELPERS_SQL)
    await tx.exec(requestGrantsSql)
  })
  if (me.superuser) await database.exec(ownerSql)
  else await joinRequestRoles(database, owner)
  await assertOwnerRole(database, owner)
  return owner
}

/** Requests change to these roles: the connected role must be a member. Its own creations it may join by itself. */
async function joinRequestRoles(database: Database, role: string): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      for (const name of requestRoles) await tx.exec(`set local role ${name}; set local role none`)
    })
  } catch {
    await database.exec(`grant ${requestRoles.join(', ')} to current_user`).catch(() => {
      const statement = `grant ${requestRoles.join(', ')} to ${role}`
      throw new StartRefused(
        `角色 ${role} 不能切换到接口角色。请由管理员执行：${statement}`,
        `The role ${role} may not change to the roles of requests. Have an administrator run: ${statement}`,
      )
    })
  }
}

const createRole = (name: string, attributes: string): string => `
  if not exists (select from pg_roles where rolname = '${name}') then
    begin create role ${name} ${attributes}; exception when duplicate_object or unique_violation then null; end;
  end if;`

const createRolesSql = `do $$ begin
  ${createRole('anon', 'nologin')}
  ${createRole('authenticated', 'nologin')}
  ${createRole('service_role', 'nologin bypassrls')}
end $$`

/** What hosted Supabase grants and the library does not, less the rights that nobody needs. */
const requestGrantsSql = `
  grant usage on schema auth, storage to anon, authenticated, service_role;
  grant select, insert, update, delete on all tables in schema storage to anon, authenticated, service_role;
`

const ownerSql = `
  do $$ begin ${createRole(ownerRole, 'nologin nosuperuser createrole bypassrls')} end $$;
  do $$ begin execute format('grant create, connect on database %I to ${ownerRole}', current_database()); end $$;
  grant ${requestRoles.join(', ')} to ${ownerRole} with admin option;
  grant usage on schema auth, storage to ${ownerRole} with grant option;
  grant all on all tables in schema auth to ${ownerRole};
  grant all on all tables in schema storage to ${ownerRole} with grant option;
  alter table storage.objects owner to ${ownerRole};
  alter table storage.buckets owner to ${ownerRole};
`
