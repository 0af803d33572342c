import { noResult, type ItemResult } from './answer'
import { factOf, say, type Because, type Message } from './explain'
import { isMet, measure, noShare, type Measured } from './measure'
import { decimalText, hundredths, roundedQuotient } from './quantity'
import type { ChecklistItem, ScoringRule } from './template'

/** `open`: not answered yet, or by numbers that make no share. What is `omitted` or `not_applicable` counts neither for nor against. */
export type ItemState = 'scored' | 'open' | 'omitted' | 'not_applicable'

/** An item's score in hundredths, and why. */
export interface ItemScore {
  readonly code: string
  readonly state: ItemState
  readonly score: number
  /** What it adds to the maximum: nothing for a bonus, and for what does not count. */
  readonly max: number
  /** Whether the requirement is met; null while nothing is known. */
  readonly met: boolean | null
  readonly because: Because
}

interface Scored {
  readonly score: number
  readonly outcome: Message
}

const amount = (value: number | null): number => hundredths(value) ?? 0
const whole = (max: number): Message => (max === 0 ? say('pass') : say('full', { score: decimalText(max) }))
const nothing = (max: number): Message => say(max === 0 ? 'fail' : 'none')

/** `times` deductions from `max`, never below nothing. */
function deducted(kind: string, max: number, times: number, deduct: number, params: Message['params']): Scored {
  const lost = Math.min(max, times * deduct)
  const all = times * deduct > max ? '_all' : ''
  return {
    score: max - lost,
    outcome: say(`${kind}${all}`, { ...params, deduct: decimalText(deduct), lost: decimalText(lost) }),
  }
}

/** Complete steps by which the answer falls short of the target. */
function stepsShort(found: Measured, target: number, step: number): number {
  if (found.type === 'count') return Math.max(0, Math.floor((target - found.value) / step))
  if (found.type === 'ratio')
    return Math.max(0, Math.floor((target * found.whole - found.part * 10_000) / (step * found.whole)))
  return 0
}

/** Whether the answer reaches a tier. */
function reaches(found: Measured, from: number): boolean {
  if (found.type === 'count') return found.value >= from
  return found.type === 'ratio' && found.part * 10_000 >= from * found.whole
}

function byTiers(rule: ScoringRule & { kind: 'tiered' }, found: Measured, max: number): Scored {
  const reached = rule.tiers.filter(({ from }) => reaches(found, amount(from))).sort((a, b) => b.from - a.from)[0]
  const score = reached ? Math.min(max, amount(reached.score)) : 0
  return { score, outcome: reached ? say('tiered', { from: decimalText(amount(reached.from)), score: decimalText(score) }) : say('no_tier') }
}

function byBonus(rule: ScoringRule & { kind: 'bonus' }, found: Measured): Scored {
  const times = found.type === 'count' ? Math.floor(found.value / amount(rule.step)) : found.type === 'yes_no' && found.yes ? 1 : 0
  const most = hundredths(rule.most)
  const score = most === null ? times * amount(rule.add) : Math.min(most, times * amount(rule.add))
  return { score, outcome: say('bonus', { score: decimalText(score) }) }
}

/** The score that the item's rule gives. */
function byRule(item: ChecklistItem, found: Measured, met: boolean): Scored {
  const { rule, unit } = item
  const max = amount(item.max)
  switch (rule.kind) {
    case 'all_or_nothing': return met ? { score: max, outcome: whole(max) } : { score: 0, outcome: nothing(max) }
    case 'per_missing': {
      if (met || found.type !== 'parts') return { score: max, outcome: whole(max) }
      return deducted('per_missing', max, found.total - found.present, amount(rule.deduct), {})
    }
    case 'per_n_units':
    case 'per_pct_point': {
      if (met) return { score: max, outcome: whole(max) }
      const step = amount(rule.step)
      const params = rule.kind === 'per_n_units' ? { step: decimalText(step), unit } : { step: decimalText(step) }
      return deducted(rule.kind, max, stepsShort(found, amount(item.target), step), amount(rule.deduct), params)
    }
    case 'tiered': return byTiers(rule, found, max)
    case 'graded': {
      const score = Math.min(max, found.type === 'grade' ? found.score : 0)
      return { score, outcome: score === 0 ? nothing(max) : say('full', { score: decimalText(score) }) }
    }
    case 'bonus': return byBonus(rule, found)
    case 'sampled_rate': {
      const score = found.type === 'sample' ? roundedQuotient(max * found.part, found.whole) : 0
      return { score, outcome: say('sampled_rate', { max: decimalText(max), score: decimalText(score) }) }
    }
    case 'not_scored': return { score: 0, outcome: say('not_scored') }
  }
}

/** The highest score that an inspector may set, in hundredths. */
export function highestOverride({ rule, max }: ChecklistItem): number {
  return rule.kind === 'bonus' ? hundredths(rule.most) ?? 10_000 : amount(max)
}

const isOverride = (item: ChecklistItem, value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && highestOverride(item) > 0 && value <= highestOverride(item)

const uncounted = (code: string, state: ItemState, max = 0, why: string = state): ItemScore =>
  ({ code, state, score: 0, max, met: null, because: { fact: say(why), outcome: null } })

/**
 * One item's score for an organisation of the given kind. `private.score_checklist_item` says the same in SQL.
 * A score set by hand to the maximum counts as met and to nothing as failed; between, the answer decides.
 */
export function scoreItem(item: ChecklistItem, result: ItemResult | undefined, institution: string): ItemScore {
  const { code } = item
  const { answer, na_reason, override } = result ?? noResult
  if (item.applies_to.length > 0 && !item.applies_to.includes(institution)) return uncounted(code, 'not_applicable')
  if (item.omittable && na_reason.trim() !== '') return uncounted(code, 'omitted')
  const max = item.rule.kind === 'bonus' ? 0 : amount(item.max)
  const found = measure(item, answer)
  if (found === null) return uncounted(code, 'open', max, noShare(item, answer) ?? 'open')
  const met = isMet(item, found)
  const { score, outcome } = byRule(item, found, met)
  const fact = factOf(item, found)
  if (!isOverride(item, override)) return { code, state: 'scored', score, max, met, because: { fact, outcome } }
  const set = say('overridden', { computed: decimalText(score), score: decimalText(override) })
  const metBySetting = item.rule.kind === 'bonus' || override === max || (override !== 0 && met)
  return { code, state: 'scored', score: override + 0, max, met: metBySetting, because: { fact, outcome: set } }
}
