import type { ItemAnswer } from './answer'
import { hundredths, wholeNumber } from './quantity'
import { partsOf, type ChecklistItem } from './template'

/** A sound answer, in whole numbers: quantities and percentages in hundredths, the rest counted. */
export type Measured =
  | { readonly type: 'yes_no'; readonly yes: boolean }
  | { readonly type: 'count'; readonly value: number }
  | { readonly type: 'ratio'; readonly part: number; readonly whole: number; readonly ofNothing?: true }
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
    case 'ratio':
    case 'sample': return share(item, item.answer, answer)
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

const pairs = { ratio: ['part', 'whole'], sample: ['passed', 'sampled'] } as const

/** Why two numbers make no share: a key of `checklist.fact`, and the code of the problem at the answer. */
export type NoShare = 'more_than_whole' | 'more_than_drawn' | 'nothing_to_share' | 'nothing_drawn'

/** Why the two numbers of a ratio or a sample make no share; null where they do, and while they are not both there. */
export function noShare({ answer: type }: ChecklistItem, answer: ItemAnswer | null): NoShare | null {
  if (answer === null || (type !== 'ratio' && type !== 'sample')) return null
  const part = wholeNumber(field(answer, pairs[type][0]))
  const whole = wholeNumber(field(answer, pairs[type][1]))
  if (part === null || whole === null) return null
  if (part > whole) return type === 'ratio' ? 'more_than_whole' : 'more_than_drawn'
  return whole > 0 ? null : type === 'ratio' ? 'nothing_to_share' : 'nothing_drawn'
}

/**
 * A part of a whole that is there and no smaller. Of nothing there is no ratio: an item that may be left out waits for the reason,
 * any other has none of it, else it could never be answered where there is nothing.
 */
function share(item: ChecklistItem, type: 'ratio' | 'sample', answer: ItemAnswer): Measured | null {
  const part = wholeNumber(field(answer, pairs[type][0]))
  const whole = wholeNumber(field(answer, pairs[type][1]))
  if (part === null || whole === null) return null
  const wrong = noShare(item, answer)
  if (wrong === 'nothing_to_share' && !item.omittable) return { type: 'ratio', part: 0, whole: 1, ofNothing: true }
  return wrong ? null : { type, part, whole }
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
