import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import { seedReference } from '../../../supabase/reference/seed.ts'
import { chosenEngine } from '../../database/engines.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { makeParcel } from '../../make/payload.ts'
import { makeStop } from '../../make/tour.ts'
import { clinicOn, ofDingzhou, stopOn, trainingOn, village, visitOn } from './board-records.ts'
import { asOwner, openWithCast } from './cast.ts'
import { openSession } from './session.ts'
import { onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

/** 丰乐镇 with its hospital, two village clinics, and a record of each kind there; 道真 (520327) is the county next to it. */
const [township, hospital, here, there] = [520326101, 11010, 520326, 520327]
const plant = async (stage: Stage) => {
  expect(new Set(await stage.words('author', [visitOn(1, '2026-05-08', { due: [10] }), clinicOn(2, '2026-04-08', 40), stopOn(3, '2026-05-09', 'township'),
    trainingOn(4, '2026-05-10', { author: village.east, colleague: village.west, organisationManager: hospital })]))).toEqual(new Set(['applied']))
  return stage.owner()
}
const differences = async (stage: Stage) => (await stage.owner()).query('select private.rollup_differences()')
/** Where rows of a table lie, each county once. */
const counties = async (stage: Stage, table: string, of: string) => (await (await stage.owner()).query<{ county_id: number }>(
  `select distinct county_id from app.${table} where ${of} order by 1`)).map(({ county_id }) => county_id)
const versions = async (stage: Stage) => (await (await stage.owner()).query<{ version: string }>(
  `select coalesce(v.version, 0)::int as version from unnest(array[${here}, ${there}, 130682]) with ordinality as c(id, n)
   left join app.county_versions v on v.county_id = c.id order by n`)).map(({ version }) => Number(version))
const held = async (stage: Stage) => (await (await stage.owner()).query<{ side: number; id: number }>(`select classid::int as side, objid::int as id from pg_locks
  where locktype = 'advisory' and pid = pg_backend_pid() and classid in (1, 2) and objsubid = 2 order by 1, 2`)).map(({ side, id }) => [side, id])

describe('an institution that comes to lie in another county', () => {
  it('takes its visits and its village doctors along, there and back', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    const before = await versions(stage)

    for (const county of [there, here]) {
      await tx.query('update app.organisations set county_id = $1 where id = any($2::int[])', [county, [hospital, village.east]])
      expect(await counties(stage, 'institution_months', `organisation_id = ${hospital}`)).toEqual([county])
      expect(await counties(stage, 'trained_people', 'true')).toEqual(county === here ? [here] : [here, there])
      expect(await differences(stage)).toEqual([])
    }
    const after = await versions(stage)
    expect(after.map((version, at) => version - (before[at] ?? 0))).toEqual([4, 4, 0])
  }))

  it('is nobody\'s village clinic any more when it becomes something else', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    const trained = () => valueOf(tx, 'select count(*)::int from app.trained_people')

    await tx.query("update app.organisations set kind = 'community_health_station' where id = $1", [village.east])
    expect([await trained(), await differences(stage)]).toEqual([1, []])
    await tx.query("update app.organisations set kind = 'village_clinic' where id = any($1::int[])", [[village.east, hospital]])
    expect([await trained(), await differences(stage)]).toEqual([3, []])
    await tx.query('update app.organisations set county_id = null where id = $1', [village.east])
    expect([await trained(), await differences(stage)]).toEqual([2, []])
  }))

  it('moves nothing with another name', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    const before = await versions(stage)

    await tx.query("update app.organisations set name = name || '（新）' where county_id = $1", [here])
    expect(await versions(stage)).toEqual(before)
  }))
})

describe('a township that comes to lie in another county', () => {
  it('takes its months and its figures along, there and back', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    await tx.query(`insert into app.area_figures (area_id, figure, year, value, source, managed_area_id) values ($1, 'residents', 2025, 9000, '示例', $2)`, [township, here])
    const before = await versions(stage)

    for (const county of [there, here]) {
      await tx.query('update app.areas set statutory_parent = $1, managing_parent = $1 where id = $2', [county, township])
      expect(await counties(stage, 'place_months', `area_id = ${township}`)).toEqual([county])
      expect(await valueOf(tx, 'select managed_area_id from app.area_figures where area_id = $1', [township])).toBe(county)
      expect(await differences(stage)).toEqual([])
    }
    expect((await versions(stage)).map((version, at) => version - (before[at] ?? 0))).toEqual([2, 2, 0])
  }))

  it('leaves records with the county that they were made in', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    await tx.query('update app.areas set statutory_parent = $1, managing_parent = $1 where id = $2', [there, township])

    expect(await counties(stage, 'county_rollups', 'true')).toEqual([here])
    expect(await tx.query('select distinct host_county_id from app.activities')).toEqual([{ host_county_id: here }])
    expect(await stage.words('author', [makeParcel(makeStop(9))])).toEqual(['applied'])
    expect(await differences(stage)).toEqual([])
  }))
})

describe('whoever moves places', () => {
  it('holds the totals of the counties left and entered', () => onStage(database, async (stage) => {
    const tx = await stage.owner()
    await tx.query('update app.areas set statutory_parent = $1 where id = $2', [there, township])
    expect(await held(stage)).toEqual([[1, here], [1, there]])

    await tx.query('update app.organisations set county_id = $1 where id = any($2::int[])', [130682, [village.west, hospital]])
    expect(await held(stage)).toEqual([[1, 130682], [1, here], [1, there], [2, hospital], [2, village.west]])
  }))

  it('by loading the reference data holds all of them first, and brings all back', () => onStage(database, async (stage) => {
    const tx = await plant(stage)
    await tx.query('update app.areas set statutory_parent = $1, managing_parent = $1 where id = $2', [there, township])
    await tx.query('update app.organisations set county_id = $1 where id = $2', [there, hospital])
    const asked: unknown[] = []
    const watched = { query: async <Row>(text: string, params?: readonly unknown[]) => {
      const rows = await tx.query<Row>(text, params)
      if (text.includes('lock_totals')) asked.push(params?.length)
      return rows
    } }

    await seedReference({ transaction: (fn) => fn(watched) })

    expect(asked).toEqual([2])
    expect([await counties(stage, 'place_months', `area_id = ${township}`), await counties(stage, 'institution_months', `organisation_id = ${hospital}`)]).toEqual([[here], [here]])
    expect(await differences(stage)).toEqual([])
  }))
})

if (chosenEngine() === 'postgres') {
  describe('a move while records arrive', () => {
    const moveTo = (county: number) => database.transaction(async (tx) => {
      await tx.exec(asOwner)
      await tx.query('update app.organisations set county_id = $1 where id = any($2::int[])', [county, [hospital, village.east]])
      await tx.query('update app.areas set statutory_parent = $1, managing_parent = $1 where id = $2', [county, township])
    })

    const somebodyWaits = () => expect.poll(() => database.query(`select 1 from pg_locks where not granted
      and database = (select oid from pg_database where datname = current_database())`), { timeout: 20_000 }).toHaveLength(1)
    // Held elsewhere by others: they share no totals with whoever moves the clinic.
    const elsewhere = (n: number) => ofDingzhou(trainingOn(n, '2026-05-08', { dingzhouAuthor: village.east }, 0, 130682))

    it.each([
      ['author', [visitOn(11, '2026-05-08'), trainingOn(12, '2026-05-08', { author: village.east }), stopOn(13, '2026-05-08', 'village')], there],
      ['dingzhouAuthor', [elsewhere(14)], here],
    ] as const)('waits for those of %s, and takes them along', async (who, parcels, county) => {
      const session = await openSession(database, who)
      const verdicts = await session.push(parcels)
      const moved = moveTo(county)
      await somebodyWaits()
      await session.commit()
      await moved

      expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['applied']))
      expect(await database.query('select private.rollup_differences()')).toEqual([])
      expect(await database.query('select distinct county_id from app.trained_people')).toEqual([{ county_id: county }])
    })

    it('waits for counties before organisations, as a push does', async () => {
      const { database: own } = openPostgres(database.url ?? '')
      const { move, organisations } = await database.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock(1, $1)', [here])
        const started = own.transaction(async (mover) => {
          await mover.exec(asOwner)
          await mover.query('update app.organisations set county_id = $1 where id = 121', [there])
        })
        await somebodyWaits()
        return { move: started, organisations: await database.query(`select objid from pg_locks
          where locktype = 'advisory' and classid = 2 and database = (select oid from pg_database where datname = current_database())`) }
      })
      await move
      await own.close()

      expect(organisations).toEqual([])
    })

    it('lets none in before it is done', async () => {
      const pushed = await database.transaction(async (tx) => {
        await tx.exec(asOwner)
        await tx.query('update app.organisations set county_id = $1 where id = any($2::int[])', [there, [hospital, village.east]])
        const session = await openSession(database, 'dingzhouAuthor')
        const verdicts = session.push([elsewhere(15)])
        await somebodyWaits()
        return { session, verdicts }
      })
      expect((await pushed.verdicts).map(({ verdict }) => verdict)).toEqual(['applied'])
      await pushed.session.commit()

      expect(await database.query('select private.rollup_differences()')).toEqual([])
      expect(await database.query('select distinct county_id from app.trained_people')).toEqual([{ county_id: there }])
    })
  })
}
