import { bundled } from './bundled.ts'
import type * as Model from './model-play.ts'
import type { Played } from './play.ts'

/** Schedules one after the other, with what they play on. */
export interface Series {
  play(seed: number, n: number): Promise<Played>
  /** A hash of the code that is played: runs on the same one add up, whatever else a commit between them changed. */
  readonly code: string
  /** After how many schedules a run says how far it is. */
  readonly news: number
  /** What else there is to say at the end. */
  more(): Readonly<Record<string, number>>
  close(): Promise<void>
}

async function modelSeries(): Promise<Series> {
  const { play, modelScene, code } = await bundled<typeof Model>('model-play')
  return { play: (seed, n) => play(modelScene(seed, n)), code, news: 1000, more: () => ({}), close: async () => undefined }
}

/** Opens what schedules play on: `model`, `postgres` or `pglite`. Only one disk may be pretended in a process. */
export const openSeries = async (on: string): Promise<Series> =>
  (on === 'model' ? modelSeries() : (await import('./sql-series.ts')).openSqlSeries(on))
