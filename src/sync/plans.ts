import { waitingPlansKey, type WaitingPlans } from '@/domain/plan'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface PlanParts {
  readonly local: Pick<Local, 'packs' | 'preferences'>
  readonly remote: Pick<Remote, 'putPlan' | 'referencePack'>
}

/**
 * Sends the plans made on this device, and brings the open ones anew after any was taken. A plan that the server refuses
 * stays with its reason until the person changes or drops it.
 */
export async function sendPlans({ local, remote }: PlanParts): Promise<Outcome> {
  const waiting = Object.values(await local.preferences.get<WaitingPlans>(waitingPlansKey) ?? {})
  let taken = 0
  for (const { plan } of waiting.filter(({ refused }) => refused === null)) {
    const answer = await remote.putPlan(plan)
    if (!answer.ok && stopsRound(answer.failure)) return stopped(answer.failure)
    if (answer.ok) taken += 1
    await local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => {
      // Changed meanwhile: the newer wording waits for its own turn.
      if (JSON.stringify(now[plan.id]?.plan) !== JSON.stringify(plan)) return now
      const { [plan.id]: sent, ...rest } = now
      return answer.ok || !sent ? rest : { ...now, [plan.id]: { ...sent, refused: answer.failure.code } }
    })
  }
  if (taken === 0) return done
  const answer = await remote.referencePack('plans', null)
  if (answer.ok && answer.value) await local.packs.put('plans', answer.value)
  return answer.ok ? done : stopped(answer.failure)
}
