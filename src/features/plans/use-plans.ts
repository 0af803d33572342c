import { computed, onScopeDispose, shallowRef } from 'vue'
import { useWorkplace } from '@/container'
import {
  madePlansKey, waitingPlansKey, withMade, type MadePlans, type Plan, type PlanDraft, type WaitingPlan, type WaitingPlans,
} from '@/domain/plan'
import type { DocumentId, PlanId } from '@/domain/id'
import { plansToDo } from '@/domain/plan-done'
import { useRecordIndex } from '../history/use-record-index'

/** The open plans that the server gave, those made here that it has not taken, and what of all is still to do. */
export function usePlans() {
  const { local, sync } = useWorkplace()
  const { records } = useRecordIndex()
  const known = shallowRef<readonly Plan[]>([])
  const used = shallowRef<readonly DocumentId[]>([])
  const waiting = shallowRef<readonly WaitingPlan[]>([])
  onScopeDispose(local.watch(
    () => Promise.all([local.packs.get('plans'), local.preferences.get<WaitingPlans>(waitingPlansKey)]),
    ([pack, kept]) => {
      known.value = pack?.plans ?? []
      used.value = pack?.did_plans ?? []
      waiting.value = Object.values(kept ?? {})
    },
    (error) => { throw error },
  ))
  const changed = computed(() => new Set(waiting.value.map(({ plan }) => plan.id)))
  /** Known plans but for those that were changed here. */
  const plans = computed(() => known.value.filter(({ id }) => !changed.value.has(id)))
  const todo = computed(() => plansToDo(plans.value, records.value ?? [], used.value))

  const change = (work: (now: WaitingPlans) => WaitingPlans) =>
    local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => work(now))

  /** Keeps a plan on this device and has it delivered; one that was refused waits anew. */
  async function keep(plan: PlanDraft): Promise<void> {
    // First: once it waits it may be sent and gone from here at any time.
    await local.preferences.update<MadePlans>(madePlansKey, (made = []) => withMade(made, plan.id))
    await change((now) => ({ ...now, [plan.id]: { plan, refused: null } }))
    sync.soon()
  }

  /** Forgets a plan that the server has not taken. */
  const drop = (id: PlanId) => change(({ [id]: _gone, ...rest }) => rest)

  return { plans, waiting, todo, keep, drop }
}
