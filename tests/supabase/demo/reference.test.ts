import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedReference } from '../../../supabase/reference/seed.ts'
import { openDemoWorld, type DemoWorld } from './open-demo.ts'

describe('the reference data', () => {
  let world: DemoWorld
  const contents = () => world.value(`
    select md5((select string_agg(a::text, null order by a.id) from app.areas a)
      || (select string_agg(a::text, null order by a.old_code, a.new_code) from app.area_aliases a)
      || (select string_agg(o::text, null order by o.id) from app.organisations o))`)
  beforeAll(async () => { world = await openDemoWorld(new Date()) }, 120_000)
  afterAll(async () => { await world.close() })

  it('are the same when loaded again', async () => {
    const before = await contents()

    await seedReference(world.database)

    expect(await contents()).toBe(before)
  })

  it('bring a changed row up to date and leave rows of one’s own alone', async () => {
    const before = await contents()
    await world.database.exec("update app.areas set name = '改名', managing_parent = null where id = 130682")
    await world.database.exec("insert into app.organisations (name, kind, level) values ('自建单位', 'other', 'village')")

    await seedReference(world.database)

    expect(await world.value("select id from app.organisations where name = '自建单位'")).toBeGreaterThan(2_000_000)
    await world.database.exec("delete from app.organisations where name = '自建单位'")
    expect(await contents()).toBe(before)
  })

  it('follow the managing line where it differs from the statutory one', async () => {
    expect(await world.value('select managing_parent from app.areas where id = 130682')).toBe(130000)
    expect(await world.value('select 130682 = any(private.counties_below(array[130000]))')).toBe(true)
    expect(await world.value('select 130682 = any(private.counties_below(array[130600]))')).toBe(false)
  })
})
