import { computed, onScopeDispose, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import { chinaDay } from '@/domain/day'
import { asidePlansKey, draftOf, madePlansKey, waitingPlansKey, withAside, withMade, type AsidePlans, type MadePlans, type Plan, type PlanDraft, type WaitingPlans } from '@/domain/plan'
import type { PlanId } from '@/domain/id'
import { plansToDo } from '@/domain/plan-done'
import { plansHere, type PlanReader } from '@/domain/plan-here'
import type { ReferencePack } from '@/domain/ports'
import { useRecordIndex } from '../history/use-record-index'
import { noneWaiting, readWaiting } from './read-waiting'

/** The open plans that the server gave, those made here that its list does not say yet, and what of all is still to do. */
export function usePlans() {
  const { clock } = useContainer()
  const { local, sync, identity } = useWorkplace()
  const { records } = useRecordIndex()
  const pack = shallowRef<ReferencePack>()
  const held = shallowRef(noneWaiting)
  const outOfSight = shallowRef<AsidePlans>({})
  async function query() {
    // Begun before the first await, else it is not watched; read again after what waits: a plan waits until the list that
    // holds it is here, so that it is in one of them at least.
    const [now, aside] = await Promise.all([readWaiting(local), local.preferences.get<AsidePlans>(asidePlansKey), local.packs.get('plans')])
    return { now, aside, list: await local.packs.get('plans') }
  }
  onScopeDispose(local.watch(query, ({ now, aside, list }) => {
    held.value = now
    outOfSight.value = aside ?? {}
    pack.value = list
  }, (error) => { throw error }))
  const waiting = computed(() => held.value.waiting)
  const known = computed(() => pack.value?.plans ?? [])
  const memberships = identity.memberships.flatMap(({ organisation_id: id, organisation_name: name }) => (id === null ? [] : [[id, { name }] as const]))
  const reader = computed<PlanReader>(() => ({
    person: identity.personId,
    own: new Set(memberships.map(([id]) => id)),
    organisations: new Map([...memberships, ...held.value.organisations.map((each) => [each.id, each] as const)]),
    areas: new Map(held.value.areas.map((area) => [area.id, area])),
  }))
  const here = computed(() => plansHere(known.value, waiting.value, reader.value))
  /** Plans that stand here as the server has taken them. */
  const plans = computed(() => here.value.filter(({ waits }) => !waits))
  const undone = computed(() => plansToDo(here.value, records.value ?? [], pack.value?.did_plans))
  const isAside = ({ id, planned_on }: Pick<Plan, 'id' | 'planned_on'>) => outOfSight.value[id] === planned_on
  const todo = computed(() => undone.value.filter((plan) => !isAside(plan)))
  const aside = computed(() => undone.value.filter(isAside))

  const change = (work: (now: WaitingPlans) => WaitingPlans) =>
    local.preferences.update<WaitingPlans>(waitingPlansKey, (now = {}) => work(now))

  async function hold(plan: PlanDraft): Promise<void> {
    // First: once it waits it may be sent and gone from here at any time.
    await local.preferences.update<MadePlans>(madePlansKey, (made = []) => withMade(made, plan.id))
    await change((now) => ({ ...now, [plan.id]: { plan, refused: null } }))
    sync.soon()
  }

  /**
   * Keeps a plan on this device, as made today where it is new, and has it delivered; one that was refused, or cancelled and
   * not sent yet, waits anew.
   */
  const keep = ({ cancelled: _undone, made_on = chinaDay(new Date(clock.now())), ...plan }: PlanDraft) => hold({ ...plan, made_on })

  /** Cancels a plan as it stands, for what was changed since may be refused; forgets one that the server has not taken. */
  async function cancel(plan: PlanDraft): Promise<void> {
    const given = known.value.find(({ id }) => id === plan.id)
    const waits = waiting.value.find((each) => each.plan.id === plan.id)
    if (given || !waits || waits.taken) return hold({ ...(given ? draftOf(given) : plan), cancelled: true })
    await change(({ [plan.id]: _gone, ...rest }) => rest)
  }

  /** Reminds of it on this device no more, or again; nobody else hears of it. */
  const putAside = (plan: Pick<Plan, 'id' | 'planned_on'>) =>
    local.preferences.update<AsidePlans>(asidePlansKey, (now = {}) => withAside(now, plan))
  const bringBack = (id: PlanId) =>
    local.preferences.update<AsidePlans>(asidePlansKey, (now = {}) => {
      const { [id]: _shown, ...rest } = now
      return rest
    })

  return { here, known, plans, waiting, todo, aside, keep, cancel, putAside, bringBack }
}
