import type { AreaId } from '../id'
import { hundredths, roundedQuotient } from './quantity'
import { itemsOf, type ChecklistItem, type ChecklistTemplate, type PublishedChecklist, type ScoringRule } from './template'

/** Weights (分值) that an area sets, by the item's code. */
export type Weights = Readonly<Record<string, number>>

/** An area's own weights of a shipped checklist, and who set them (依据). */
export interface OwnWeights {
  readonly area: { readonly id: AreaId; readonly name: string }
  readonly weights: Weights
  readonly source: string
}

export const heaviest = 100
export const sourceLength = { least: 2, most: 100 } as const

/** An item with several scores must leave one of them worth something. */
const leastScored = 0.1

/**
 * The least that an item may weigh: one deduction takes no more than the whole. Null for an item whose weight is not the
 * area's to set: a source gives it, or it weighs nothing by its rule.
 */
export function leastWeight({ rule, weight_source }: ChecklistItem): number | null {
  if (weight_source !== null) return null
  switch (rule.kind) {
    case 'bonus':
    case 'not_scored': return null
    case 'per_missing':
    case 'per_n_units':
    case 'per_pct_point': return rule.deduct
    case 'tiered':
    case 'graded': return leastScored
    case 'all_or_nothing':
    case 'sampled_rate': return 0
  }
}

/** Why an item cannot have this weight; null: it can. */
export function weightProblem(item: ChecklistItem, weight: number | null): 'locked' | 'range' | 'least' | null {
  const least = leastWeight(item)
  if (least === null) return 'locked'
  if (weight === null || hundredths(weight) === null || weight > heaviest) return 'range'
  return weight < least ? 'least' : null
}

/** Those of the weights that are not what the list says anyway. */
export const changedWeights = (template: ChecklistTemplate, weights: Weights): Weights =>
  Object.fromEntries(itemsOf(template).flatMap(({ code, max }): [string, number][] => {
    const weight = weights[code]
    return weight === undefined || weight === max ? [] : [[code, weight]]
  }))

/** A share of the whole in hundredths: never more than the whole, and never nothing where it was something. */
function sharedScore(score: number, was: number, weight: number): number {
  const [part, before, now] = [hundredths(score) ?? 0, hundredths(was) ?? 0, hundredths(weight) ?? 0]
  if (part === 0) return 0
  return Math.min(now, before === 0 ? part : Math.max(1, roundedQuotient(part * now, before))) / 100
}

/**
 * A rule for another weight. Scores of tiers and choices keep their share of the whole; where the whole was nothing they
 * stay, up to the new one. Deductions and steps stay as they are.
 */
function weightedRule(rule: ScoringRule, was: number, weight: number): ScoringRule {
  const scored = <T extends { readonly score: number }>(each: T): T => ({ ...each, score: sharedScore(each.score, was, weight) })
  if (rule.kind === 'tiered') return { ...rule, tiers: rule.tiers.map(scored) }
  return rule.kind === 'graded' ? { ...rule, choices: rule.choices.map(scored) } : rule
}

/**
 * The checklist that comes of a shipped one with an area's own weights, each of which must have no problem. An item whose
 * weight stays what it is stays as it is. `private.weighted_checklist` says the same in SQL; a test compares the two.
 */
export function withOwnWeights({ template, sha256 }: PublishedChecklist, { area, weights, source }: OwnWeights, version: number): ChecklistTemplate {
  const changed = changedWeights(template, weights)
  const weighed = (item: ChecklistItem): ChecklistItem => {
    const max = changed[item.code]
    return max === undefined ? item : { ...item, max, weight_source: source, rule: weightedRule(item.rule, item.max, max) }
  }
  return {
    ...template,
    code: `${template.code}_${area.id}`,
    version,
    title: area.name + template.title,
    own: { area_id: area.id, code: template.code, version: template.version, sha256 },
    sections: template.sections.map((section) => ({ ...section, items: section.items.map(weighed) })),
  }
}
