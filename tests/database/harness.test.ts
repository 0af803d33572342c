import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from './open-test-database.ts'
import { refusalOf } from './persona.ts'

describe('the test database', () => {
  let database: TestDatabase
  beforeAll(async () => { database = await openTestDatabase() })
  afterAll(async () => { await database.close() })

  it('makes claims as authenticated, who is no superuser and bypasses nothing', async () => {
    const user = await database.addAuthUser()

    const [row] = await database.as(user, (tx) => tx.query(`
      select current_user as role, auth.uid() as uid, auth.jwt() ->> 'sub' as sub, rolsuper, rolbypassrls
      from pg_roles where rolname = current_user`))

    expect(row).toEqual({ role: 'authenticated', uid: user, sub: user, rolsuper: false, rolbypassrls: false })
  })

  it('makes claims as anon without a user', async () => {
    const [row] = await database.as(null, (tx) => tx.query('select current_user as role, auth.uid() as uid'))

    expect(row).toEqual({ role: 'anon', uid: null })
  })

  it('undoes what a claim did, unless asked to keep it', async () => {
    const user = await database.addAuthUser()
    await database.owner(async (tx) => {
      await tx.exec(`create schema trial; create table trial.rows (n int);
        grant usage on schema trial to authenticated; grant insert on trial.rows to authenticated`)
    })

    await database.as(user, (tx) => tx.query('insert into trial.rows values (1)'))
    await database.as(user, (tx) => tx.query('insert into trial.rows values (2)'), { keep: true })

    expect(await database.query('select n from trial.rows')).toEqual([{ n: 2 }])
  })

  it('forgets role and claims after each claim', async () => {
    const user = await database.addAuthUser()
    await database.as(user, (tx) => tx.query('select 1'), { keep: true })

    const [row] = await database.query<{ role: string; uid: string | null }>(
      'select current_user as role, auth.uid() as uid')

    expect(row).toEqual({ role: 'postgres', uid: null })
  })

  it('tells the code of a refusal and goes on', async () => {
    const user = await database.addAuthUser()

    const [code, rows] = await database.as(user, async (tx) => [
      await refusalOf(tx, 'select * from auth.users'), await tx.query('select 1 as n'),
    ])

    expect([code, rows]).toEqual(['42501', [{ n: 1 }]])
  })

  it('owns the schema by a role like that of hosted Supabase', async () => {
    const [row] = await database.owner((tx) => tx.query(`
      select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user`))

    expect(row).toEqual({ rolname: 'xingxun_owner', rolsuper: false, rolcreaterole: true, rolbypassrls: true })
  })

  it('gives both engines the same values', async () => {
    const [row] = await database.query(`
      select 5::bigint as big, 1.5::numeric as number, '2026-01-02 03:04:05+00'::timestamptz as instant,
             '2026-01-02'::date as day, '{"a":[1]}'::jsonb as json, array['甲','乙'] as list, true as yes,
             $1::jsonb ->> 'k' as given, $2::text[] as words, $3::timestamptz = '2026-01-01Z' as same`,
    [JSON.stringify({ k: '值' }), ['一', '二'], new Date('2026-01-01T00:00:00Z')])

    expect(row).toEqual({
      big: 5, number: 1.5, instant: '2026-01-02 03:04:05+00', day: '2026-01-02', json: { a: [1] },
      list: ['甲', '乙'], yes: true, given: '值', words: ['一', '二'], same: true,
    })
  })
})
