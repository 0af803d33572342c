import { functions } from '../expectations/functions.ts'
import { ours, type Lint } from './lint.ts'

const functionsFrom = `pg_proc f join pg_namespace s on s.oid = f.pronamespace and s.nspname in ${ours}`
const open = [...functions].filter(([name, caller]) => caller === 'anyone' && name.startsWith('api.')).map(([name]) => name)
const plain = (head: string) => `create function private.canary() returns int language sql ${head} as $$ select 1 $$;
  revoke execute on function private.canary() from public;`

export const functionLints: readonly Lint[] = [
  {
    name: 'a definer function has an empty search path',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom} where f.prosecdef and not coalesce(f.proconfig @> array['search_path=""'], false)`,
    canary: plain('security definer'), says: 'private.canary',
  },
  {
    name: 'every function has an empty search path',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom} where not coalesce(f.proconfig @> array['search_path=""'], false)`,
    canary: plain('set search_path = app'), says: 'private.canary',
  },
  {
    name: 'no function is for PUBLIC',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom}
      where exists (select 1 from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a where a.grantee = 0)`,
    canary: "create function private.canary() returns int language sql set search_path = '' as $$ select 1 $$; grant execute on function private.canary() to public",
    says: 'private.canary',
  },
  {
    name: 'anon executes the functions of a code alone',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom} where has_function_privilege('anon', f.oid, 'execute')`,
    allowed: Object.fromEntries(open.map((name) => [name, 'a stranger has no right of their own'])),
    canary: `${plain("set search_path = ''")} grant execute on function private.canary() to anon`, says: 'private.canary',
  },
  {
    name: 'what is granted is listed',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom}
      where has_function_privilege('authenticated', f.oid, 'execute')
        and s.nspname || '.' || f.proname <> all(array[${[...functions].filter(([, caller]) => caller !== 'owner').map(([name]) => `'${name}'`).join(',')}])`,
    canary: 'grant execute on function private.rebuild_rollups() to authenticated', says: 'private.rebuild_rollups',
  },
  {
    name: 'functions of the API act with their caller\'s rights',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom} where f.prosecdef and s.nspname = 'api'`,
    allowed: Object.fromEntries(open.map((name) => [name, 'a stranger has no right of their own'])),
    canary: "create function api.canary() returns int language sql security definer set search_path = '' as $$ select 1 $$", says: 'api.canary',
  },
  {
    name: 'a definer function that people may call asks who they are',
    sql: `select s.nspname || '.' || f.proname as name from ${functionsFrom}
      where f.prosecdef and has_function_privilege('authenticated', f.oid, 'execute')
        and f.proname not like 'my\\_%' and f.prosrc !~ '(private\\.my_(person|organisation|county|area)_ids?|private\\.(manages|sees|membership_to_end)|auth\\.uid)\\(' `,
    allowed: {
      'private.any_of_organisation': 'gives yes or no for people whose ids one knows',
      'private.add_filling_times': 'counts and names nobody; api.put_filling_times asks',
      'private.reach_of': 'gives ids of places for a person whose id one knows, and is asked of makers of invitations too',
      'api.session_code_state': 'the code is the right',
      'api.submit_session_entry': 'the code is the right',
    },
    canary: `create function private.canary() returns bigint language plpgsql security definer set search_path = '' as $$ begin return (select count(*) from app.people); end $$;
      revoke execute on function private.canary() from public; grant execute on function private.canary() to authenticated`,
    says: 'private.canary',
  },
  {
    name: 'functions belong to a role that is no superuser and cannot log in',
    sql: `select distinct s.nspname || '.' || f.proname as name from ${functionsFrom} join pg_roles r on r.oid = f.proowner where r.rolsuper or r.rolcanlogin`,
    canary: "reset role; create function private.canary() returns int language sql set search_path = '' as $$ select 1 $$", says: 'private.canary',
  },
]
