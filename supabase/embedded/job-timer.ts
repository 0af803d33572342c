import type { TickContext, TickModule } from './hooks.ts'
import { logFailure } from './log.ts'

/** Milliseconds between two rounds of background work; between those of which the first left something over. */
const [roundEvery, roundSoon] = [2_000, 100]
/** Rounds that may be left out in a row because requests are under way. */
const roundsSkipped = 5

/**
 * Runs `tick` every two seconds, sooner while there is more to do, never twice at once, and lets requests go first for a
 * few rounds. Gives the function that ends it after the round under way.
 */
export function startJobs(module: TickModule, context: TickContext, isBusy: () => boolean): () => Promise<void> {
  let round: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let skipped = 0
  let more = false
  let ended = false

  const runRound = async (): Promise<void> => {
    if (isBusy() && skipped < roundsSkipped) {
      skipped += 1
      return
    }
    skipped = 0
    more = false
    try {
      const round = await module.tick(context)
      more = round.more
      if (round.trouble !== null) logFailure('background work', round.trouble)
    } catch (error) {
      logFailure('background work', error)
    }
  }
  const plan = (): void => {
    timer = setTimeout(() => {
      round = runRound().finally(() => { if (!ended) plan() })
    }, more ? roundSoon : roundEvery)
  }
  plan()
  return async () => {
    ended = true
    if (timer !== null) clearTimeout(timer)
    await round
  }
}
