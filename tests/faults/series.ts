import { startCluster } from '../database/cluster.ts'
import { buildPgliteImage, buildPostgresTemplate, openCopy, type DatabaseSource, type OpenCopy } from '../database/engines.ts'
import { makeSchedule, type Command } from './schedule.ts'
import { openSqlStage, phonesOf, sqlWorld, type SqlStage } from './sql-world.ts'
import { modelWorld, type World } from './world.ts'

export interface Scene {
  readonly world: World
  readonly schedule: readonly Command[]
}

/** Schedules one after the other, with what they play on. */
export interface Series {
  scene(seed: number, n: number): Promise<Scene>
  /** After how many schedules a run says how far it is. */
  readonly news: number
  /** What else there is to say at the end. */
  more(): Readonly<Record<string, number>>
  close(): Promise<void>
}

const modelSeries: Series = {
  // A third phone meets what two of them did behind its back.
  scene: async (seed, n) => ({ world: modelWorld(2 + (n % 2)), schedule: makeSchedule(seed, n, 2 + (n % 2)) }),
  news: 1000, more: () => ({}), close: async () => undefined,
}

/** So many schedules share a database: a copy takes a while, and one that is full makes backups slow. */
const perDatabase = 50

/** Schedules on copies of a prepared database. */
function sqlSeries(source: DatabaseSource, stop: () => Promise<void>): Series {
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
    scene: async (seed, n) => {
      if (played % perDatabase === 0) await drop()
      played += 1
      copy ??= await openCopy(source)
      stage ??= await openSqlStage(copy.open.database)
      return { world: sqlWorld(stage, n), schedule: makeSchedule(seed, n, phonesOf(n)) }
    },
    news: perDatabase,
    more: () => sealed,
    close: async () => {
      await drop()
      await stop()
    },
  }
}

/** Opens what schedules play on: `model`, `postgres` (a cluster of their own) or `pglite`. */
export async function openSeries(on: string): Promise<Series> {
  if (on === 'model') return modelSeries
  if (on === 'pglite') return sqlSeries(await buildPgliteImage(), async () => undefined)
  if (on !== 'postgres') throw new Error(`no such engine: ${on}`)
  const cluster = await startCluster()
  return sqlSeries(await buildPostgresTemplate(cluster), () => cluster.stop())
}
