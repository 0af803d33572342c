import { openPostgres } from '../../supabase/embedded/database-postgres.ts'
import type { Database, Queryable } from '../../supabase/embedded/database.ts'
import { startCluster } from '../database/cluster.ts'
import { buildPostgresTemplate } from '../database/engines.ts'
import { actAs } from '../database/persona.ts'
import { median } from './median.ts'
import { managers, plantActivities, plantManagers } from './plant-activities.ts'
import { atMost, say, type Finding } from './report.ts'

const rounds = 15
/** Records in the table. */
const size = Number(process.env['XINGXUN_BENCH_ACTIVITIES'] ?? 1_000_000)

const cases = {
  county_list: { who: managers.county, limit: 1.5, of: 520326, sql: `
    select a.id, a.kind, a.status, a.title, a.started_at, a.visits, a.photo_count, a.lng, a.lat from app.activities a
    where a.host_county_id = any($1::int[]) and a.day between '2025-12-01' and '2026-11-30' and a.status in ('submitted', 'approved')
    order by a.day desc, a.started_at desc limit 500` },
  province_count: { who: managers.province, limit: 2, of: 520000, sql: `
    select count(*)::int, sum(a.visits)::int from app.activities a
    where a.host_county_id = any($1::int[]) and a.day between '2025-12-01' and '2026-11-30' and a.status in ('submitted', 'approved')` },
}

/** Milliseconds of a query, and its rows as text: as a person under row security, or as the owner, who passes it. */
async function timed(database: Database, who: string | null, sql: string, params: readonly unknown[]) {
  return database.transaction(async (tx: Queryable) => {
    if (who !== null) await actAs(tx, who)
    const start = performance.now()
    const rows = await tx.query(sql, params)
    return { took: performance.now() - start, rows: JSON.stringify(rows) }
  })
}

/** Lists and counts under row security against the same SQL, filtered by hand alone, in turns. */
export async function measureRights(): Promise<Finding> {
  const cluster = await startCluster()
  const figures: Record<string, number> = { activities: size }
  const aims = []
  try {
    const source = await buildPostgresTemplate(cluster)
    if (source.engine !== 'postgres') throw new Error('PostgreSQL alone is measured')
    const { database } = openPostgres(cluster.url(source.template))
    await plantManagers(database)
    await plantActivities(database, size)
    for (const [name, { who, limit, of, sql }] of Object.entries(cases)) {
      const [row] = await database.query<{ counties: string }>('select private.counties_below(array[$1::int])::text as counties', [of])
      const times = { secured: [] as number[], by_hand: [] as number[] }
      for (let round = -2; round < rounds; round += 1) {
        const byHand = await timed(database, null, sql, [row?.counties])
        const secured = await timed(database, who, sql, [row?.counties])
        if (secured.rows !== byHand.rows) throw new Error(`${name} gives other rows under row security`)
        if (round < 0) continue
        times.by_hand.push(byHand.took)
        times.secured.push(secured.took)
      }
      say(name, { secured: median(times.secured), by_hand: median(times.by_hand) }, 'ms')
      figures[`${name}_secured_ms`] = median(times.secured)
      figures[`${name}_by_hand_ms`] = median(times.by_hand)
      aims.push(atMost(`${name} under row security / filtered by hand`, median(times.secured) / median(times.by_hand), limit))
    }
    await database.close()
    return { figures, aims }
  } finally {
    await cluster.stop()
  }
}
