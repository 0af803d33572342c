import { buildPgliteImage, buildPostgresTemplate, chosenEngine, openCopy, type DatabaseSource, type OpenCopy } from '../../database/engines.ts'
import { startCluster } from '../../database/cluster.ts'
import { addScene } from './scene.ts'

export interface Databases {
  readonly source: DatabaseSource
  /** A prepared database of one's own, with the scene in it. */
  withScene(): Promise<OpenCopy>
  stop(): Promise<void>
}

/** Prepared databases on the engine that XINGXUN_ENGINE names, outside a run of tests. */
export async function prepareDatabases(): Promise<Databases> {
  if (chosenEngine() === 'pglite') return of(await buildPgliteImage(), () => Promise.resolve())
  const cluster = await startCluster()
  try {
    return of(await buildPostgresTemplate(cluster), () => cluster.stop())
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

const of = (source: DatabaseSource, stop: () => Promise<void>): Databases => ({
  source,
  stop,
  withScene: async () => {
    const copy = await openCopy(source)
    try {
      await addScene(copy.open.database)
    } catch (error) {
      await copy.drop()
      throw error
    }
    return copy
  },
})
