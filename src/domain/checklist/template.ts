import type { AreaId } from '../id'

/**
 * A checklist as it is published: once published a version never changes, for visits are judged by it for years.
 * Scores and quantities are decimal numbers of at most two places here; the engine counts in whole hundredths.
 */
export interface ChecklistTemplate {
  readonly code: string
  readonly version: number
  readonly title: string
  /** The document that it follows; empty for an example. */
  readonly source: string
  /** False: the wording is an example or has not been verified (示例 待核实). */
  readonly verified: boolean
  /** Kinds of organisation that it is meant for. */
  readonly applies_to: readonly string[]
  /** Grades by total, best first; empty for a list that gives none. */
  readonly grades: readonly GradeBand[]
  readonly sections: readonly ChecklistSection[]
  /** Of a list with an area's own weights alone: whose they are, and the published list that it was made from. */
  readonly own?: { readonly area_id: AreaId; readonly code: string; readonly version: number; readonly sha256: string }
}

/** A template with the hash of its text: a visit names both, so that it is judged by this very version. */
export interface PublishedChecklist {
  readonly sha256: string
  readonly template: ChecklistTemplate
}

/** 优 ≥ 90, 良 ≥ 80, 合格 ≥ 60 unless the template says otherwise; below the last it is `unqualified`. */
export interface GradeBand {
  readonly code: (typeof gradeCodes)[number]
  readonly from: number
}

export const gradeCodes = ['excellent', 'good', 'qualified'] as const
export type Grade = (typeof gradeCodes)[number] | 'unqualified'

export interface ChecklistSection {
  readonly code: string
  readonly title: string
  readonly items: readonly ChecklistItem[]
}

export const answerTypes = ['yes_no', 'count', 'ratio', 'parts', 'sample', 'grade', 'text'] as const
export type AnswerType = (typeof answerTypes)[number]

/** An item not met makes the whole unqualified: a core item (核心指标) or a veto item (单项否决). */
export const gates = ['none', 'core', 'veto'] as const
export type Gate = (typeof gates)[number]

export interface ChecklistItem {
  readonly code: string
  readonly text: string
  /** 分值; 0 for an item that is met or not and weighs nothing. */
  readonly max: number
  readonly gate: Gate
  /** Kinds of organisation that must meet it; empty: all that the template is meant for. */
  readonly applies_to: readonly string[]
  readonly answer: AnswerType
  /** A key of the locale's units, or a word of the template's own language. */
  readonly unit: string
  /** What is required: a quantity, or a percentage of a ratio or a sample; null where nothing is named. */
  readonly target: number | null
  readonly evidence: readonly ('photo' | 'document')[]
  /** Whether it may be left out with a reason (合理缺项). */
  readonly omittable: boolean
  readonly rule: ScoringRule
  readonly quote: string
  readonly verified: boolean
  /** Who set the weight; null: nobody did, it is an example to be edited. */
  readonly weight_source: string | null
}

export interface Part {
  readonly code: string
  readonly text: string
}

/** 扣分方法. A step that is not complete costs and earns nothing. */
export type ScoringRule =
  | { readonly kind: 'all_or_nothing'; readonly parts?: readonly Part[] }
  | { readonly kind: 'per_missing'; readonly parts: readonly Part[]; readonly deduct: number }
  | { readonly kind: 'per_n_units'; readonly step: number; readonly deduct: number }
  | { readonly kind: 'per_pct_point'; readonly step: number; readonly deduct: number }
  | { readonly kind: 'tiered'; readonly tiers: readonly { readonly from: number; readonly score: number }[] }
  | { readonly kind: 'graded'; readonly choices: readonly (Part & { readonly score: number })[] }
  /** Beyond the maximum of all others; `most` null: without limit. */
  | { readonly kind: 'bonus'; readonly step: number; readonly add: number; readonly most: number | null }
  /** 抽查: the share of sound copies among those drawn. */
  | { readonly kind: 'sampled_rate'; readonly sample: number }
  | { readonly kind: 'not_scored' }

export const itemsOf = (template: ChecklistTemplate): readonly ChecklistItem[] =>
  template.sections.flatMap(({ items }) => items)

/** The template with these of its sections alone, in its own order. */
export const sectionsOf = (template: ChecklistTemplate, codes: readonly string[]): ChecklistTemplate =>
  ({ ...template, sections: template.sections.filter(({ code }) => codes.includes(code)) })

/** Parts that an item's rule names; empty for rules without parts. */
export const partsOf = ({ rule }: ChecklistItem): readonly Part[] =>
  'parts' in rule && rule.parts ? rule.parts : []
