import { startCluster } from '../database/cluster.ts'
import { buildPgliteImage, buildPostgresTemplate, openCopy, type DatabaseSource, type OpenCopy } from '../database/engines.ts'
import { bundledOnSql } from './bundled.ts'
import type { Series } from './series.ts'
import type * as Sql from './sql-play.ts'
import type { SqlStage } from './sql-world.ts'

/** So many schedules share a database: a copy takes a while, and one that is full makes backups slow. */
const perDatabase = 50

/** Schedules on copies of a prepared database. */
function seriesOn(source: DatabaseSource, { code, makeSchedule, openSqlStage, phonesOf, play, sqlWorld }: typeof Sql & { readonly code: string }, stop: () => Promise<void>): Series {
  let copy: OpenCopy | null = null
  let stage: SqlStage | null = null
  let played = 0
  const sealed: Record<string, number> = {}
  const drop = async (): Promise<void> => {
    for (const [verdict, n] of stage?.sealed ?? []) sealed[`sealed_${verdict}`] = (sealed[`sealed_${verdict}`] ?? 0) + n
    stage = null
    await copy?.drop()
    copy = null
  }
  return {
    play: async (seed, n) => {
      if (played % perDatabase === 0) await drop()
      played += 1
      copy ??= await openCopy(source)
      stage ??= await openSqlStage(copy.open.database)
      return play({ world: sqlWorld(stage, n), schedule: makeSchedule(seed, n, phonesOf(n)) })
    },
    code,
    news: perDatabase,
    more: () => sealed,
    close: async () => {
      await drop()
      await stop()
    },
  }
}

/** Schedules against the real SQL, on `postgres` (a cluster of their own) or `pglite`. */
export async function openSqlSeries(on: string): Promise<Series> {
  if (on !== 'postgres' && on !== 'pglite') throw new Error(`no such engine: ${on}`)
  const sql = await bundledOnSql<typeof Sql>('sql-play')
  if (on === 'pglite') return seriesOn(await buildPgliteImage(), sql, async () => undefined)
  const cluster = await startCluster()
  return seriesOn(await buildPostgresTemplate(cluster), sql, () => cluster.stop())
}
