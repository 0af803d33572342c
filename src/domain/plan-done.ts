import { addDays, daysBetween, type Day } from './day'
import type { DocumentId, PlanId } from './id'
import { isCounted, type ListedRecord } from './listed-record'
import type { Plan } from './plan'

type Doable = Omit<Plan, 'mine' | 'by_me' | 'note' | `${string}_name`>

/** So much a trip that nobody began from its plan may have been brought forward. */
const daysBefore = 3
const daysAfter = 60

interface Pair {
  readonly plan: Doable
  readonly line: ListedRecord & { readonly day: Day }
  /** How well they fit, the weightiest first; less is better. */
  readonly rank: readonly (number | string)[]
}

const mayHaveDone = (line: ListedRecord): line is Pair['line'] => isCounted(line) && line.day !== null

/** Whether it was begun from it, then whose it is, then how exactly it names the place, then how near the days lie. */
const rankOf = (plan: Doable, line: Pair['line']): Pair['rank'] => [
  line.plan_id === plan.id ? 0 : 1,
  plan.team.includes(line.author_id) ? 0 : plan.team.length === 0 ? 1 : 2,
  plan.recipient_org_id === null ? 1 : 0,
  plan.area_id === plan.county_id ? 1 : 0,
  Math.abs(daysBetween(plan.planned_on, line.day)),
  plan.planned_on, plan.id, line.day, line.id,
]

function byRank(a: Pair, b: Pair): number {
  const at = a.rank.findIndex((each, n) => each !== b.rank[n])
  return at < 0 ? 0 : (a.rank[at] as number | string) < (b.rank[at] as number | string) ? -1 : 1
}

/** The earliest and the latest day of a record that does a plan without having been begun from it. */
function spanOf({ planned_on, made_on }: Doable): readonly [Day, Day] {
  const early = addDays(planned_on, -daysBefore)
  const known = made_on && addDays(made_on, 1) > early ? addDays(made_on, 1) : early
  return [known > planned_on ? planned_on : known, addDays(planned_on, daysAfter)]
}

/** Records by the plan that they were begun from; one that stands no more, or is of another organisation or kind, is none. */
const begunFrom = (line: Pair['line'], plans: ReadonlyMap<PlanId, Doable>): Doable | undefined => {
  const plan = line.plan_id && plans.get(line.plan_id)
  return plan && plan.kind === line.kind && plan.organisation_id === line.organisation_id ? plan : undefined
}

/** The records that could have done a plan. */
function pairsOf(plan: Doable, lines: readonly Pair['line'][], plans: ReadonlyMap<PlanId, Doable>): Pair[] {
  const [first, last] = spanOf(plan)
  const fits = (line: Pair['line']) => line.day >= first && line.day <= last
    && line.host_area_id !== null && plan.area_ids.includes(line.host_area_id)
    && (plan.recipient_org_id === null || line.recipient_org_id === plan.recipient_org_id)
  return lines.filter((line) => line.kind === plan.kind && line.organisation_id === plan.organisation_id
    && (begunFrom(line, plans) ?? (fits(line) ? plan : undefined)) === plan)
    .map((line) => ({ plan, line, rank: rankOf(plan, line) }))
}

/**
 * Which record has done which plan; `private.plans_done` says the same. A record fits a plan when it is handed in, of its
 * kind and organisation, and was begun from it; one that was begun from none, or from one that stands no more, fits it when it
 * is from three days before to sixty days after its day, but before its day only from after the day on which it was made, in
 * its area, and with the recipient where one is named. A record does one plan and a plan is done by one record: of all pairs
 * that fit, the best goes first and both are taken. Best is where the record was begun from the plan; then where the plan's
 * team names the author, then where it names nobody; then where it names the recipient, then a township; then where the days
 * lie nearest; then the earlier plan, then the earlier record.
 */
export function plansDone(plans: readonly Doable[], lines: readonly ListedRecord[]): ReadonlyMap<PlanId, DocumentId> {
  const eligible = lines.filter(mayHaveDone)
  const standing = new Map(plans.map((plan) => [plan.id, plan]))
  const done = new Map<PlanId, DocumentId>()
  const taken = new Set<DocumentId>()
  for (const { plan, line } of plans.flatMap((each) => pairsOf(each, eligible, standing)).sort(byRank)) {
    if (done.has(plan.id) || taken.has(line.id)) continue
    done.set(plan.id, line.id)
    taken.add(line.id)
  }
  return done
}

/**
 * The plans that the reader is to carry out and no record on this device has done, in their order. `used`: records that have
 * done plans which the server no longer lists.
 */
export function plansToDo<T extends Plan>(plans: readonly T[], lines: readonly ListedRecord[], used: readonly DocumentId[] = []): readonly T[] {
  const before = new Set(used)
  const here = new Set(plans.map(({ id }) => id))
  // A plan that is not here may stand all the same, done by another record: what was begun from it does no other then.
  const done = plansDone(plans, lines.filter(({ id, plan_id }) => !before.has(id) && (!plan_id || here.has(plan_id))))
  return plans.filter(({ id, mine }) => mine && !done.has(id))
}
