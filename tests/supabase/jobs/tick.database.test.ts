import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TickContext } from '../../../supabase/jobs/context.ts'
import { tick } from '../../../supabase/jobs/tick.ts'
import { seed } from '../../../supabase/demo/seed.ts'
import { openDemoWorld, type DemoWorld } from '../demo/open-demo.ts'
import { jpeg } from './picture-bytes.ts'

describe('a round of background work', () => {
  let world: DemoWorld
  let names: string[]
  let readObject: TickContext['readObject']
  const now = new Date()
  const context = (later = 0): TickContext => ({
    database: world.database,
    readObject: (bucket, name) => readObject(bucket, name),
    now: () => new Date(now.getTime() + later),
  })
  const states = () => world.database.query<{ state: string; reason: string; n: number }>(`
    select state, refused_reason as reason, count(*)::int as n from app.photos group by 1, 2 order by 1, 2`)

  beforeAll(async () => {
    world = await openDemoWorld(now)
    await seed(world.context)
  }, 120_000)
  afterAll(async () => { await world.close() })

  beforeEach(async () => {
    readObject = async (bucket, name) => bucket === 'photos' ? world.objects.get(name) ?? null : null
    const rows = await world.database.query<{ object_name: string }>(
      "update app.photos set state = 'verified', refused_reason = '' returning object_name")
    names = rows.map(({ object_name }) => object_name).sort()
  })

  const expectAgain = (count: number) => world.database.query(
    `update app.photos set state = 'expected', confirmed_at = null
     where object_name = any(select jsonb_array_elements_text(($1::text)::jsonb))`,
    [JSON.stringify(names.slice(0, count))])

  it('confirms what has arrived, at most twenty at a time, and then finds nothing to do', async () => {
    await expectAgain(25)

    expect(await tick(context())).toEqual({ confirmed: 20, refused: 0, more: true, trouble: null })
    expect(await tick(context())).toEqual({ confirmed: 5, refused: 0, more: false, trouble: null })
    expect(await tick(context())).toEqual({ confirmed: 0, refused: 0, more: false, trouble: null })
    expect(await states()).toEqual([{ state: 'verified', reason: '', n: names.length }])
  })

  it('counts a confirmed photo on its activity and stamps its document for the phone', async () => {
    await expectAgain(1)
    const document = names[0]?.slice(0, 36) ?? ''
    await world.database.exec(`update app.activities set photos_verified = 0 where id = '${document}'`)
    const changed = () => world.value(`select changed::text from app.documents where id = '${document}'`)
    const missing = () => world.value(
      `select photo_count - photos_verified from app.activities where id = '${document}'`)
    const before = await changed()

    await tick(context())

    expect(await missing()).toBe(0)
    expect(await changed()).not.toBe(before)
  })

  it('leaves alone what no object has arrived for', async () => {
    await expectAgain(1)
    await world.database.query(`update storage.objects set name = 'elsewhere' where name = $1`, [names[0]])

    expect(await tick(context())).toEqual({ confirmed: 0, refused: 0, more: false, trouble: null })

    await world.database.query(`update storage.objects set name = $1 where name = 'elsewhere'`, [names[0]])
  })

  it('refuses, with the reason, what is not the picture of the manifest', async () => {
    await expectAgain(4)
    const changed = (bytes: Uint8Array = new Uint8Array()) => bytes.map((byte, at) => at === 9_000 ? ~byte : byte)
    const fakes = new Map([
      [names[0], jpeg(1400, 1050)], [names[1], world.objects.get(names[1] ?? '')?.slice(0, 28) ?? new Uint8Array()],
      [names[2], changed(world.objects.get(names[2] ?? ''))],
    ])
    readObject = async (_, name) => fakes.get(name) ?? world.objects.get(name) ?? null

    expect(await tick(context())).toEqual({ confirmed: 1, refused: 3, more: false, trouble: null })

    expect((await states()).filter(({ state }) => state === 'refused')).toEqual([
      { state: 'refused', reason: 'unreadable', n: 1 }, { state: 'refused', reason: 'wrong_hash', n: 1 },
      { state: 'refused', reason: 'wrong_type', n: 1 },
    ])
  })

  it('waits ten minutes for the bytes of a listed object, then refuses it', async () => {
    await expectAgain(1)
    readObject = async () => null

    expect(await tick(context())).toEqual({ confirmed: 0, refused: 0, more: false, trouble: null })
    expect(await tick(context(3_600_000))).toEqual({ confirmed: 0, refused: 1, more: false, trouble: null })
  })

  it('tells of a store in trouble after the other photos are done', async () => {
    await expectAgain(3)
    readObject = async (_, name) => {
      if (name === names[0]) throw new Error('the disk is gone')
      return world.objects.get(name) ?? null
    }

    expect(await tick(context())).toMatchObject({ more: false, trouble: new Error('the disk is gone') })

    expect(await states()).toEqual([
      { state: 'expected', reason: '', n: 1 }, { state: 'verified', reason: '', n: names.length - 1 },
    ])
  })

  it('reaches the newest photo although two pages of older ones cannot be read', async () => {
    await expectAgain(names.length)
    const arrived = await world.database.query<{ name: string }>(`
      select o.name from storage.objects o join app.photos p on p.object_name = o.name
      where o.bucket_id = 'photos' order by o.created_at, o.name`)
    const lost = new Set(arrived.slice(0, 40).map(({ name }) => name))
    expect(arrived.length).toBeGreaterThan(40)
    readObject = async (_, name) => {
      if (lost.has(name)) throw new Error('the disk is gone')
      return world.objects.get(name) ?? null
    }

    expect((await tick(context())).trouble).toEqual(new Error('the disk is gone'))

    const settled = Math.min(20, arrived.length - 40)
    expect((await states()).find(({ state }) => state === 'verified')?.n).toBe(settled)
  })
})
