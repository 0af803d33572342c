import type { ActivityKindSlug } from '@/domain/activity'
import { chinaDay, chinaTime } from '@/domain/day'
import type { FieldChange } from '@/domain/reports'

export interface Names {
  readonly person: (id: string) => string | undefined
  readonly organisation: (id: number) => string | undefined
  readonly area: (id: number) => string | undefined
  readonly technique: (code: string) => string | undefined
}

interface Words {
  readonly t: (key: string, params?: Record<string, unknown>) => string
  readonly te: (key: string) => boolean
  readonly tm: (key: string) => unknown
  readonly kind: ActivityKindSlug
  readonly names: Names
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const instant = /^\d{4}-\d\d-\d\dT/

/** How a change of a record reads: the field as the form calls it, its values as the form shows them. */
export function changeWords({ t, te, tm, kind, names }: Words) {
  /** The choices of the kind, group by group: a code of an answer is a word in one of them. */
  const choices = () => Object.entries(tm(`kinds.${kind}`) as Record<string, unknown>)
    .flatMap(([group, words]) => (isObject(words) && !['field', 'group', 'hint'].includes(group) ? [group] : []))

  /** Numbers in a path say which of a list: `answers.filings.0.filed_on` is the first. */
  function label(field: string): string {
    if (field === 'photos') return t('history.record.photos')
    const parts = field.split('.').slice(1)
    const [first = ''] = parts
    const nth = parts.filter((part) => /^\d+$/.test(part)).map((part) => ` ${Number(part) + 1}`).join('')
    const last = parts.findLast((part) => !/^\d+$/.test(part)) ?? first
    const keys = [`capture.field.${first}`, `kinds.${kind}.field.${last}`, `kinds.${kind}.field.${first}`]
    const key = (field.startsWith('header.') ? keys : keys.slice(1)).find(te)
    return `${key ? t(key) : last}${nth}`
  }

  function value(field: string, content: FieldChange['before']): string {
    if (content === null || content === '') return t('history.record.empty')
    if (typeof content === 'boolean') return t(content ? 'history.record.yes' : 'history.record.no')
    if (typeof content === 'number') {
      if (field.endsWith('area_id')) return names.area(content) ?? `#${content}`
      return /org(anisation)?_ids?(\.|$)/.test(field) || field.endsWith('org_id') ? names.organisation(content) ?? `#${content}` : String(content)
    }
    if (instant.test(content)) return `${chinaDay(content)} ${chinaTime(content)}`
    const group = choices().find((each) => te(`kinds.${kind}.${each}.${content}`))
    if (group) return t(`kinds.${kind}.${group}.${content}`)
    return names.person(content) ?? names.technique(content) ?? content
  }
  return { label, value }
}
