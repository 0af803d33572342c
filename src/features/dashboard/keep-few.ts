import type { Workplace } from '@/container'
import { keepAnswer } from '../history/keep-answer'

const kept = 'kept-answers'
const most = 24

/** One after the other: of two at once one would be missing in the list, and stay for ever. */
let line: Promise<unknown> = Promise.resolve()

/**
 * Keeps an answer like `keepAnswer`, and of all that were kept so the newest two dozen: a manager may look at hundreds of
 * areas, and the device is for records.
 */
export function keepFew(local: Pick<Workplace['local'], 'preferences'>, key: string, answer: unknown): Promise<void> {
  const done = line.then(() => keepNow(local, key, answer))
  line = done.catch(() => null)
  return done
}

async function keepNow(local: Pick<Workplace['local'], 'preferences'>, key: string, answer: unknown): Promise<void> {
  const before = (await local.preferences.get<readonly string[]>(kept)) ?? []
  if (before[0] !== key) {
    const now = [key, ...before.filter((each) => each !== key)]
    for (const old of now.slice(most)) await keepAnswer(local, old, null)
    await keepAnswer(local, kept, now.slice(0, most))
  }
  await keepAnswer(local, key, answer)
}
