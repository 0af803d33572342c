import { scoreChecklist, type ChecklistScore } from '@/domain/checklist/score'
import type { ItemScore } from '@/domain/checklist/score-item'
import type { ChecklistItem, ChecklistSection, ChecklistTemplate } from '@/domain/checklist/template'
import { noItem, type Sheet, type VisitItem } from './answers'

export const scoreOf = (template: ChecklistTemplate, answers: Sheet): ChecklistScore => scoreChecklist(template, answers)

/** Where an inspector wants to go next: what is open, or what is not met. */
export const wanted = {
  open: ({ state }: ItemScore) => state === 'open',
  failed: ({ met, score, max }: ItemScore) => met === false || (met === true && score < max),
} as const
export type Wanted = keyof typeof wanted

/** Whether an item lost something: what was found is not what is asked, or earns less than it could. */
export const isShort = ({ state, score, max, met }: ItemScore): boolean => met === false || (state === 'scored' && score < max)

/** How an item stands: lost altogether or alone ruining the whole, short of the full score, or well. */
export function standingOf({ gate }: ChecklistItem, { state, score, max, met }: ItemScore): 'neutral' | 'danger' | 'warning' | 'success' {
  if (state !== 'scored') return 'neutral'
  if (met === false && (score === 0 || gate !== 'none')) return 'danger'
  return met === false || score < max ? 'warning' : 'success'
}

/** The next such item after `from` in the order of these, round to the beginning; null where there is none. */
export function nextItem(items: readonly ItemScore[], want: Wanted, from: string | null): string | null {
  const at = items.findIndex(({ code }) => code === from)
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return order.find((item) => wanted[want](item) && item.code !== from)?.code ?? order.find(wanted[want])?.code ?? null
}

/** What fully meets an item; null where only a person can say it, a figure or a bonus. */
function fullAnswer(item: ChecklistItem): VisitItem['answer'] {
  switch (item.answer) {
    case 'yes_no': return item.rule.kind === 'bonus' ? null : { yes: true }
    case 'parts': return 'parts' in item.rule && item.rule.parts ? { present: item.rule.parts.map(({ code }) => code) } : null
    default: return null
  }
}

/**
 * 本节全部符合: items of the section that are still open and are only ticked become met. Figures are never made up: they
 * stay open. What was answered stays as it is.
 */
export function meetSection<Answers extends Sheet>(answers: Answers, section: ChecklistSection, score: ChecklistScore): Answers {
  const open = new Set(score.items.filter(wanted.open).map(({ code }) => code))
  const met = section.items.filter(({ code }) => open.has(code)).flatMap((item): [string, VisitItem][] => {
    const answer = fullAnswer(item)
    return answer ? [[item.code, { ...(answers.items[item.code] ?? noItem), answer }]] : []
  })
  return { ...answers, items: { ...answers.items, ...Object.fromEntries(met) } }
}
