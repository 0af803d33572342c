import { waitingPlansKey, type PlanDraft, type WaitingPlan, type WaitingPlans } from '@/domain/plan'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PlanParts {
  readonly local: Pick<Local, 'packs' | 'preferences'>
  readonly remote: Pick<Remote, 'putPlan' | 'referencePack'>
}

/**
 * Sends the plans made on this device, and brings the open ones anew after any was taken; only then do these leave what
 * waits, so that none is missing where the list does not come. A plan that the server refuses stays with its reason until
 * the person changes or drops it.
 */
export async function sendPlans({ local, remote }: PlanParts): Promise<Outcome> {
  const waiting = Object.values(await local.preferences.get<WaitingPlans>(waitingPlansKey) ?? {})
  /** Puts another in the place of what waits of a plan, unless it was changed meanwhile: the newer wording has its own turn. */
  const settle = (plan: PlanDraft, now: WaitingPlan | null) => local.preferences.update<WaitingPlans>(waitingPlansKey, (all = {}) => {
    const { [plan.id]: held, ...rest } = all
    if (JSON.stringify(held?.plan) !== JSON.stringify(plan)) return all
    return now ? { ...all, [plan.id]: now } : rest
  })
  const held = waiting.flatMap(({ plan, taken }) => (taken ? [plan] : []))
  for (const { plan } of waiting.filter(({ refused, taken }) => refused === null && !taken)) {
    const answer = await remote.putPlan(plan)
    if (!answer.ok && stopsRound(answer.failure)) return stopped(answer.failure)
    await settle(plan, answer.ok ? { plan, refused: null, taken: true } : { plan, refused: answer.failure.code })
    if (answer.ok) held.push(plan)
  }
  if (held.length === 0) return done
  const answer = await remote.referencePack('plans', null)
  if (!answer.ok) return stopped(answer.failure)
  if (answer.value) await local.packs.put('plans', answer.value)
  for (const plan of held) await settle(plan, null)
  return done
}
