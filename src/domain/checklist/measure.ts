import type { ItemAnswer } from './answer'
import { hundredths, wholeNumber } from './quantity'
import { partsOf, type ChecklistItem } from './template'

/** A sound answer, in whole numbers: quantities and percentages in hundredths, the rest counted. */
export type Measured =
  | { readonly type: 'yes_no'; readonly yes: boolean }
  | { readonly type: 'count'; readonly value: number }
  | { readonly type: 'ratio'; readonly part: number; readonly whole: number }
  | { readonly type: 'parts'; readonly present: number; readonly total: number }
  | { readonly type: 'sample'; readonly part: number; readonly whole: number }
  | { readonly type: 'grade'; readonly code: string; readonly text: string; readonly score: number }
  | { readonly type: 'text' }

const field = (answer: ItemAnswer, name: string): unknown => Reflect.get(answer, name)

/** The answer as the item asks for it; null while it is missing or not of that form. */
export function measure(item: ChecklistItem, answer: ItemAnswer | null): Measured | null {
  if (answer === null) return null
  switch (item.answer) {
    case 'yes_no': {
      const yes = field(answer, 'yes')
      return typeof yes === 'boolean' ? { type: 'yes_no', yes } : null
    }
    case 'count': {
      const value = hundredths(field(answer, 'count'))
      return value === null ? null : { type: 'count', value }
    }
    case 'ratio': return share('ratio', field(answer, 'part'), field(answer, 'whole'))
    case 'sample': return share('sample', field(answer, 'passed'), field(answer, 'sampled'))
    case 'parts': {
      const present = field(answer, 'present')
      if (!Array.isArray(present)) return null
      const parts = partsOf(item)
      return { type: 'parts', present: parts.filter(({ code }) => present.includes(code)).length, total: parts.length }
    }
    case 'grade': {
      const choices = item.rule.kind === 'graded' ? item.rule.choices : []
      const choice = choices.find(({ code }) => code === field(answer, 'grade'))
      return choice ? { type: 'grade', code: choice.code, text: choice.text, score: hundredths(choice.score) ?? 0 } : null
    }
    case 'text': {
      const text = field(answer, 'text')
      return typeof text === 'string' && text.trim() !== '' ? { type: 'text' } : null
    }
  }
}

/** A part of a whole that is there. Of a sample no more can be sound than were drawn. */
function share(type: 'ratio' | 'sample', first: unknown, second: unknown): Measured | null {
  const part = wholeNumber(first)
  const whole = wholeNumber(second)
  if (part === null || whole === null || whole === 0 || (type === 'sample' && part > whole)) return null
  return { type, part, whole }
}

/** Whether what was found reaches what is required. A bonus is never required. */
export function isMet(item: ChecklistItem, found: Measured): boolean {
  if (item.rule.kind === 'bonus') return true
  const target = hundredths(item.target)
  switch (found.type) {
    case 'yes_no': return found.yes
    case 'count': return target === null || found.value >= target
    case 'ratio': return target === null || found.part * 10_000 >= target * found.whole
    case 'sample': return found.part * 10_000 >= (target ?? 10_000) * found.whole
    case 'parts': return found.present === found.total
    case 'grade': return found.score > 0
    case 'text': return true
  }
}
