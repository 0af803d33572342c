import type { TestProject } from 'vitest/node'
import { startCluster } from './cluster.ts'
import { buildPgliteImage, buildPostgresTemplate, chosenEngine, type DatabaseSource } from './engines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseSource: DatabaseSource
  }
}

/** Prepares one database per run on the chosen engine; every test file works on its own copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (chosenEngine() === 'pglite') {
    project.provide('databaseSource', await buildPgliteImage())
    return () => Promise.resolve()
  }
  const cluster = await startCluster()
  try {
    project.provide('databaseSource', await buildPostgresTemplate(cluster))
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return () => cluster.stop()
}
