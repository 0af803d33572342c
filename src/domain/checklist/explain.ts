import type { Measured } from './measure'
import { decimalText, hundredths, roundedQuotient } from './quantity'
import type { ChecklistItem } from './template'

/** A message key under `checklist.fact` or `checklist.outcome`, with its parameters as text. */
export interface Message {
  readonly key: string
  readonly params: Readonly<Record<string, string>>
}

/** Why a score is what it is, in one sentence: what was found, and what follows from it by the rule. */
export interface Because {
  readonly fact: Message
  readonly outcome: Message | null
}

export const say = (key: string, params: Message['params'] = {}): Message => ({ key, params })

/** What was found, beside what is required. */
export function factOf(item: ChecklistItem, found: Measured): Message {
  const target = hundredths(item.target)
  const { unit } = item
  switch (found.type) {
    case 'yes_no': return say(found.yes ? 'yes' : 'no')
    case 'count': {
      const value = decimalText(found.value)
      return target === null ? say('count', { value, unit }) : say('count_target', { target: decimalText(target), value, unit })
    }
    case 'ratio': {
      if (found.ofNothing) return target === null ? say('ratio_of_nothing') : say('ratio_of_nothing_target', { target: decimalText(target) })
      const { part, whole } = found
      const params = { value: decimalText(roundedQuotient(part * 10_000, whole)), part: String(part), whole: String(whole) }
      return target === null ? say('ratio', params) : say('ratio_target', { target: decimalText(target), ...params })
    }
    case 'parts': return say('parts', { total: String(found.total), present: String(found.present) })
    case 'sample': return say('sample', { sampled: String(found.whole), passed: String(found.part), unit })
    case 'grade': return say('grade', { grade: found.text })
    case 'text': return say('text')
  }
}
