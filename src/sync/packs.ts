import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PackParts {
  readonly local: Pick<Local, 'packs' | 'preferences'>
  readonly remote: Pick<Remote, 'referencePack'>
  readonly now: () => number
}

/** Milliseconds in which a pack is asked for at most once; reference data change over weeks. */
const fresh = 30 * 60_000
/** Plans are made from one day to the next. */
const freshPlans = 5 * 60_000
const key = 'packs-asked'

/** Has every pack asked for at the next round: the person's rights have changed, and with them what packs say. */
export const askAgain = ({ preferences }: Pick<Local, 'preferences'>): Promise<unknown> => preferences.set(key, {})

/**
 * Brings the packs of these keys, and all held ones, up to date: each at once when it was never asked for, else at most
 * once in half an hour, plans in five minutes. The keys are asked for once more when new plans came, which may name other
 * counties. A key the server refuses is left as it was.
 */
export async function refreshPacks({ local, remote, now }: PackParts, keys: () => Promise<readonly string[]>): Promise<Outcome> {
  const held = await local.packs.versions()
  const asked = { ...await local.preferences.get<Readonly<Record<string, number>>>(key) }
  // An age below zero comes from a clock that was set back.
  const isFresh = (each: string) => {
    const age = now() - (asked[each] ?? Number.NEGATIVE_INFINITY)
    return age >= 0 && age < (each === 'plans' ? freshPlans : fresh)
  }
  const wanted = new Set([...await keys(), ...held.keys()])
  // A set is walked to the end of what is added on the way.
  for (const each of wanted) {
    if (isFresh(each)) continue
    const answer = await remote.referencePack(each, held.get(each) ?? null)
    if (answer.ok && answer.value) {
      await local.packs.put(each, answer.value)
      if (each === 'plans') for (const more of await keys()) wanted.add(more)
    }
    if (!answer.ok && stopsRound(answer.failure)) return stopped(answer.failure)
    asked[each] = now()
    await local.preferences.set(key, asked)
  }
  return done
}
