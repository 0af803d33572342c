import { openPostgres } from '../../supabase/embedded/database-postgres.ts'
import type { Database } from '../../supabase/embedded/database.ts'
import { startCluster } from '../database/cluster.ts'
import { buildPostgresTemplate } from '../database/engines.ts'
import { actAs } from '../database/persona.ts'
import { measurePush } from './dashboard/push.ts'
import { questions, type Manager } from './dashboard/questions.ts'
import { median, percentile } from './median.ts'
import { managed, managers, plantActivities, plantManagers } from './plant-activities.ts'
import { atMost, say, type Aim, type Finding } from './report.ts'

const rounds = 9
/**
 * How many activities, one database for each; 10,000,000 takes some 12 GB and half an hour. A size with an address behind it,
 * `10000000@postgres://…`, is measured where `plantActivities` was called before, and planted no more.
 */
const sizes = (process.env['XINGXUN_BENCH_ACTIVITIES'] ?? '100000,1000000').split(',').map((each) => {
  const [count = '', ...address] = each.split('@')
  return { count: Number(count), planted: address.length === 0 ? null : address.join('@') }
})

/** Milliseconds of statements as a manager under row security. */
async function timed(database: Database, who: Manager, statements: readonly string[]): Promise<number> {
  return database.transaction(async (tx) => {
    await actAs(tx, managers[who])
    const start = performance.now()
    for (const statement of statements) await tx.query(statement)
    return performance.now() - start
  })
}

/** What each manager's screens take with totals and without, in turns: `<size>_<manager>_<screen>_...`. */
async function measureScreens(database: Database, size: string, figures: Record<string, number>): Promise<void> {
  for (const who of Object.keys(managed) as Manager[]) {
    for (const { name, ours, plain } of questions(who)) {
      const times = { ours: [] as number[], plain: [] as number[] }
      for (let round = -1; round < rounds; round += 1) {
        const [with_totals, without] = [await timed(database, who, [ours]), await timed(database, who, plain)]
        if (round < 0) continue
        times.ours.push(with_totals)
        times.plain.push(without)
      }
      const key = `${size}_${who}_${name}`
      Object.assign(figures, {
        [`${key}_ms`]: median(times.ours), [`${key}_p95_ms`]: percentile(times.ours, 0.95),
        [`${key}_group_by_ms`]: median(times.plain), [`${key}_group_by_p95_ms`]: percentile(times.plain, 0.95),
        [key]: median(times.ours) / median(times.plain),
      })
      say(`${size} ${who} ${name}`, { ours: median(times.ours), p95: percentile(times.ours, 0.95), group_by: median(times.plain) }, 'ms')
    }
  }
}

/** What a size's manager screens and its push take in a planted database, and whether its totals equal a recount. */
async function measurePlanted(database: Database, count: number, figures: Record<string, number>): Promise<void> {
  const size = count >= 1_000_000 ? `${count / 1_000_000}m` : `${count / 1_000}k`
  await measureScreens(database, size, figures)
  const { on, off } = await measurePush(database)
  say(`${size} push of 50 records`, { with_totals: on, without: off }, 'ms')
  Object.assign(figures, { [`${size}_push_ms`]: on, [`${size}_push_without_ms`]: off, [`${size}_push`]: on / off })
  const [row] = await database.query<{ differences: number }>('select count(*)::int as differences from private.rollup_differences()')
  figures[`${size}_recount_differences`] = row?.differences ?? Number.NaN
}

/** Plants so many activities in a database of their own, and measures. */
async function measureSize(count: number, figures: Record<string, number>): Promise<void> {
  // A database of this size has room for the rows that are read every minute, with totals or without.
  const cluster = await startCluster('1GB')
  try {
    const source = await buildPostgresTemplate(cluster)
    if (source.engine !== 'postgres') throw new Error('PostgreSQL alone is measured')
    const { database } = openPostgres(cluster.url(source.template))
    await plantManagers(database)
    await plantActivities(database, count)
    await database.query('vacuum analyze')
    await measurePlanted(database, count, figures)
    await database.close()
  } finally {
    await cluster.stop()
  }
}

async function measureAt(url: string, count: number, figures: Record<string, number>): Promise<void> {
  const { database } = openPostgres(url)
  await measurePlanted(database, count, figures)
  await database.close()
}

/** The aims of what was run; a size that was not run meets none. */
function aimsOf(figures: Readonly<Record<string, number>>): readonly Aim[] {
  const at = (key: string) => figures[key] ?? Number.NaN
  return [
    atMost('first dashboard screen of a province / its GROUP BY at 1,000,000', at('1m_province_board'), 0.02),
    atMost('push of 50 records with totals / without at 1,000,000', at('1m_push'), 1.15),
    atMost('rows of the totals that differ from a recount at 1,000,000', at('1m_recount_differences'), 0),
    atMost('first dashboard screen at 10,000,000 / at 1,000,000', at('10m_province_board_ms') / at('1m_province_board_ms'), 2),
  ]
}

/** Managers' screens from totals against plain GROUP BY under row security. */
export async function measureDashboard(): Promise<Finding> {
  const figures: Record<string, number> = {}
  for (const { count, planted } of sizes) await (planted === null ? measureSize(count, figures) : measureAt(planted, count, figures))
  return { figures, aims: aimsOf(figures) }
}
