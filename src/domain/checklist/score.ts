import type { ChecklistAnswers, ItemResult } from './answer'
import { hundredths, roundedQuotient } from './quantity'
import { scoreItem, type ItemScore } from './score-item'
import type { ChecklistItem, ChecklistTemplate, Grade } from './template'

/** How far one section has got. Scores are in hundredths. */
export interface SectionScore {
  readonly code: string
  readonly score: number
  /** Maximum of what counts: what is left out or does not apply is taken off. */
  readonly max: number
  /** Items answered or left out with a reason, of all that apply. */
  readonly done: number
  readonly count: number
}

export interface ChecklistScore {
  readonly items: readonly ItemScore[]
  readonly sections: readonly SectionScore[]
  readonly done: number
  readonly count: number
  readonly score: number
  readonly max: number
  /** Maximum of what is scored so far. */
  readonly scored_max: number
  /** Out of 100, in hundredths: Σ score / Σ maximum that counts; null until all is answered, and where nothing weighs. */
  readonly total: number | null
  /** Null while undecided, and for templates without grades. */
  readonly grade: Grade | null
  /** Core and veto items that are not met: each alone makes the whole unqualified. */
  readonly failed: readonly string[]
}

const sum = (items: readonly ItemScore[], of: (item: ItemScore) => number): number => items.reduce((all, item) => all + of(item), 0)
const isDone = ({ state }: ItemScore): boolean => state === 'scored' || state === 'omitted'
const counted = (items: readonly ItemScore[]) => ({
  score: sum(items, ({ score }) => score),
  max: sum(items, ({ max }) => max),
  done: items.filter(isDone).length,
  count: items.filter(({ state }) => state !== 'not_applicable').length,
})

function gradeOf({ grades }: ChecklistTemplate, complete: boolean, total: number | null, failed: boolean): Grade | null {
  if (grades.length === 0) return null
  if (failed) return 'unqualified'
  if (!complete) return null
  if (total === null) return 'qualified'
  return grades.find(({ from }) => total >= (hundredths(from) ?? 0))?.code ?? 'unqualified'
}

/** What an item came to last: of sixty, a tap changes one. Templates and answers are never changed in place. */
const known = new WeakMap<ChecklistItem, { readonly result: ItemResult | undefined; readonly institution: string; readonly score: ItemScore }>()

function scoreOnce(item: ChecklistItem, result: ItemResult | undefined, institution: string): ItemScore {
  const last = known.get(item)
  if (last && last.result === result && last.institution === institution) return last.score
  const score = scoreItem(item, result, institution)
  known.set(item, { result, institution, score })
  return score
}

/**
 * A whole checklist scored, in whole hundredths. An item's score is rounded once, half up, and so is the total, which is
 * reckoned from the items' scores as they are printed. `private.score_checklist` says the same in SQL; a test compares
 * the two on generated answers.
 */
export function scoreChecklist(template: ChecklistTemplate, answers: ChecklistAnswers): ChecklistScore {
  const sections = template.sections.map(({ code, items }) => ({
    code, items: items.map((item) => scoreOnce(item, answers.items[item.code], answers.institution)),
  }))
  const items = sections.flatMap((section) => section.items)
  const gated = new Set(template.sections.flatMap((section) => section.items).filter(({ gate }) => gate !== 'none').map(({ code }) => code))
  const failed = items.filter(({ code, met }) => met === false && gated.has(code)).map(({ code }) => code)
  const { score, max, done, count } = counted(items)
  const complete = done === count
  const total = complete && max > 0 ? roundedQuotient(score * 10_000, max) : null
  return {
    items,
    sections: sections.map((section) => ({ code: section.code, ...counted(section.items) })),
    done, count, score, max,
    scored_max: sum(items.filter(({ state }) => state === 'scored'), (item) => item.max),
    total,
    grade: gradeOf(template, complete, total, failed.length > 0),
    failed,
  }
}
