import { failed, success, type Result } from '@/domain/failure'
import type { Fix } from '@/domain/place'

/** The device's clock and timers, so that tests need no waiting. */
export interface LocateClock {
  now(): number
  setTimeout(run: () => void, milliseconds: number): number
  clearTimeout(timer: number): void
}

export interface LocateOptions {
  /** Whether the person has already allowed it: otherwise the time they take to answer the prompt is not counted. */
  readonly granted?: boolean
  /** Called with each reading better than those before. */
  readonly onProgress?: (best: Fix) => void
  /** Ends the search early with the best reading so far. */
  readonly signal?: AbortSignal
}

/** A first reading is often stale or from a cell; phones need this long to hear satellites. */
export const longestSearch = 20_000
/** Some systems never answer at all, not even that the time is up. */
const longestPrompt = 60_000
/** Good enough to stop: waiting longer would not change on which side of a road the pin stands. */
const fineAccuracy = 20

const denied = 1
const timedOut = 3

export const deviceClock: LocateClock = {
  now: () => Date.now(),
  setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
  clearTimeout: (timer) => window.clearTimeout(timer),
}

/**
 * The most accurate reading of the device's position within 20 seconds, sooner when it is fine to 20 metres.
 * Failures: `forbidden` when the person or the page's policy denies it, `notFound` when nothing came.
 */
export function locate(
  geolocation: Geolocation | undefined,
  clock: LocateClock,
  { granted = false, onProgress, signal }: LocateOptions = {},
): Promise<Result<Fix>> {
  if (geolocation === undefined) return Promise.resolve(failed('notFound', { detail: 'no geolocation' }))

  return new Promise((resolve) => {
    let best: Fix | null = null
    let done = false
    let searching = granted
    let watch: number | null = null
    const finish = (otherwise: Result<never>) => {
      if (done) return
      done = true
      clock.clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      if (watch !== null) geolocation.clearWatch(watch)
      resolve(best === null ? otherwise : success(best))
    }
    const giveUp = () => finish(failed('notFound'))
    let timer = clock.setTimeout(giveUp, granted ? longestSearch : longestPrompt)
    const beginSearch = () => {
      if (searching) return
      searching = true
      clock.clearTimeout(timer)
      timer = clock.setTimeout(giveUp, longestSearch)
    }

    const read = ({ coords }: GeolocationPosition) => {
      if (done) return
      beginSearch()
      const { longitude: lng, latitude: lat, accuracy } = coords
      if (![lng, lat, accuracy].every(Number.isFinite)) return
      if (best !== null && best.accuracy_m <= accuracy) return
      best = { lng, lat, accuracy_m: accuracy, at: new Date(clock.now()).toISOString() }
      onProgress?.(best)
      if (accuracy <= fineAccuracy) giveUp()
    }
    const refuse = ({ code }: GeolocationPositionError) => {
      if (done) return
      if (code === denied) finish(failed('forbidden'))
      else if (code === timedOut && best === null) giveUp()
      else beginSearch()
    }

    signal?.addEventListener('abort', giveUp)
    watch = geolocation.watchPosition(read, refuse, { enableHighAccuracy: true, maximumAge: 0, timeout: longestSearch })
    if (done) geolocation.clearWatch(watch)
    else if (signal?.aborted) giveUp()
  })
}
