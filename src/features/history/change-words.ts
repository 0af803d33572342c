import type { ActivityKindSlug } from '@/domain/activity'
import { decimalText } from '@/domain/checklist/quantity'
import { partsOf, type ChecklistItem } from '@/domain/checklist/template'
import { chinaDay, chinaTime } from '@/domain/day'
import type { FieldChange } from '@/domain/reports'
import { kindModels } from '@/kinds/models'

export interface Names {
  readonly person: (id: string) => string | undefined
  readonly organisation: (id: number) => string | undefined
  readonly area: (id: number) => string | undefined
  readonly technique: (code: string) => string | undefined
}

/** What this device knows to spell a change out. */
export interface Known {
  readonly names: Names
  readonly item: (code: string) => ChecklistItem | undefined
  readonly section: (code: string) => string | undefined
  /** By its hash, or the newest known of its code. */
  readonly checklist: (sha256OrCode: string) => { readonly title: string; readonly version: number } | undefined
  /** The place among the record's pictures as they are now. */
  readonly picture: (sha256: string) => number | undefined
}

export interface Words extends Known {
  readonly t: (key: string, params?: Record<string, unknown>) => string
  readonly te: (key: string) => boolean
  readonly tm: (key: string) => unknown
  readonly kind: ActivityKindSlug
}

type Content = FieldChange['before']
export type ChangeWords = ReturnType<typeof changeWords>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isNumber = (part: string) => /^\d+$/.test(part)
const instant = /^\d{4}-\d\d-\d\dT/
const hash = /^[0-9a-f]{64}$/
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const code = /^[a-z][a-z0-9_]*$/
const organisations = /^(?:.*_)?org(?:anisation)?(?:_ids?)?$/

/** Words of people and pictures, wherever they stand: of the field, and of its choices. */
const shared: Readonly<Record<string, string>> = {
  person_id: 'fields.people.name', role: 'fields.people.role', title_level: 'fields.people.titleLevel',
  category: 'fields.people.category', org_id: 'fields.people.workplace', purpose: 'fields.photo.purpose',
  consent_state: 'fields.photo.consent', no_fix_reason: 'fields.position.noFixReason', pin_reason: 'fields.position.pinReason',
}
const choicesOf: Readonly<Record<string, string>> = {
  role: 'fields.people.roles', title_level: 'fields.people.titles', category: 'fields.people.categories',
  purpose: 'fields.photo.purposes', consent_state: 'fields.photo.consents', fix_source: 'fields.position.source',
}
/** Branches of a kind's words that hold no choices. */
const noChoices = new Set(['field', 'group', 'hint', 'item', 'finding', 'part', 'fact', 'factValue', 'filing', 'roster'])

/** How a change of a record reads: the field as the form calls it, its values as the form shows them. */
export function changeWords({ t, te, tm, kind, names, item, section, checklist, picture }: Words) {
  const { members = {}, parent } = kindModels[kind]
  /** A piece's words, and those of its parent for what both hold. */
  const roots = [kind, ...(parent ? [parent] : [])].map((each) => `kinds.${each}`)
  const worded = (keys: readonly string[]) => keys.find(te)
  const whole = (part: string) => {
    const name = part.startsWith('template_') ? 'template_code' : part
    const key = worded(roots.flatMap((root) => ['field', 'confirm', 'fact', 'part', 'group'].map((branch) => `${root}.${branch}.${name}`)))
    return key ? t(key) : name
  }

  /** The group of words for the members of a list of the answers; undefined for lists of references and of plain values. */
  const groupOf = (list: string): string | undefined => members[list]

  /** One of a list: by its number, by its person, by its item of the checklist. */
  function member(key: string, list: string, group = ''): string {
    const found = item(key)
    if (found) return found.text
    if (uuid.test(key)) return names.person(key) ?? list
    if (hash.test(key)) return list
    if (!isNumber(key)) return t('capture.change.item', { code: key })
    const n = Number(key) + 1
    return te(`${group}.nth`) ? t(`${group}.nth`, { n }) : t('capture.change.nth', { list, n })
  }

  function inner(name: string, group: string | undefined): string {
    const key = worded([`${group}.${name}`, shared[name] ?? '', ...roots.map((root) => `${root}.field.${name}`), `capture.change.position.${name}`])
    return key ? t(key) : name
  }

  function answerLabel([list = '', key, ...rest]: readonly string[]): string[] {
    const group = groupOf(list)
    if (key === undefined) return [whole(list)]
    const within = rest.filter((part) => !isNumber(part))
    /** What an answer has of its own words: the parts of a ratio. */
    const ratio = within[0] === 'answer' && ['part', 'whole', 'passed', 'sampled'].includes(within[1] ?? '')
    const parts = within[0] === 'answer' ? [within[ratio ? 1 : 0] ?? ''] : within
    return [member(key, whole(list), group), ...parts.map((part) => inner(part, group))]
  }

  function headerLabel([name = '', key, ...rest]: readonly string[]): string[] {
    if (name === 'reasons') {
      const reason = `capture.change.reasons.${key}`
      return [t('capture.reason'), ...(te(reason) ? [t(reason)] : [])]
    }
    const word = `capture.field.${name}`
    const field = te(word) ? t(word) : name
    if (key === undefined) return [field]
    if (name === 'position') return [field, inner(key, undefined)]
    return [member(key, field), ...rest.map((part) => inner(part, undefined))]
  }

  /** Numbers in a path say which of a list: `answers.filings.0.filed_on` is the first. */
  function label(field: string): string {
    const [part, ...path] = field.split('.')
    if (part === 'photos') return path[0] === undefined ? t('history.record.photos') : [pictureName(path[0]), ...path.slice(1).map((name) => inner(name, undefined))].join(' · ')
    return (part === 'header' ? headerLabel(path) : answerLabel(path)).join(' · ')
  }

  function pictureName(sha256: string): string {
    const n = picture(sha256)
    return n === undefined ? t('capture.change.photoGone') : t('capture.change.photo', { n })
  }

  function choice(name: string, content: string, group: string | undefined): string | undefined {
    const own = roots.flatMap((root) => Object.entries((tm(root) ?? {}) as Record<string, unknown>)
      .flatMap(([branch, words]) => (isObject(words) && !noChoices.has(branch) ? [`${root}.${branch}.${content}`] : [])))
    const near = roots.map((root) => `${root}.${name}.${content}`)
    const key = worded([...near, ...(choicesOf[name] ? [`${choicesOf[name]}.${content}`] : group === '' ? [] : own)])
    return key && t(key)
  }

  /** What of the checklist a text names: an item, a section, a part or a choice of an item. */
  function ofChecklist(path: readonly string[], name: string, content: string): string | undefined {
    if (name === 'template_code') return checklist(content)?.title ?? t('capture.change.checklistGone')
    if (name === 'item_code') return item(content)?.text ?? t('capture.change.item', { code: content })
    if (name === 'sections' || name === 'kept') return section(content) ?? t('capture.change.item', { code: content })
    const asked = path[1] === 'items' ? item(path[2] ?? '') : undefined
    if (name === 'present') return asked && partsOf(asked).find((part) => part.code === content)?.text
    if (name === 'grade' && asked?.rule.kind === 'graded') return asked.rule.choices.find((each) => each.code === content)?.text
    return undefined
  }

  function text(path: readonly string[], name: string, content: string): string {
    if (instant.test(content)) return `${chinaDay(content)} ${chinaTime(content)}`
    if (hash.test(content)) {
      if (name !== 'template_sha256') return pictureName(content)
      const found = checklist(content)
      return found ? t('capture.change.checklist', { title: found.title, version: found.version }) : t('capture.change.checklistGone')
    }
    if (uuid.test(content)) return names.person(content) ?? (name === 'part' ? whole('colleague') : t('fields.people.unknown'))
    return ofChecklist(path, name, content) ?? (code.test(content) ? choice(name, content, path[0] === 'header' ? '' : undefined) : undefined)
      ?? names.technique(content) ?? content
  }

  function value(field: string, content: Content): string {
    const path = field.split('.')
    const name = path.findLast((part) => !isNumber(part)) ?? ''
    if (content === null || content === '') return t('history.record.empty')
    if (typeof content === 'boolean') {
      const own = `${groupOf(path[1] ?? '')}.${content ? 'yes' : 'no'}`
      return name === 'yes' && te(own) ? t(own) : t(content ? 'history.record.yes' : 'history.record.no')
    }
    if (typeof content === 'string') return text(path, name, content)
    if (name.endsWith('area_id')) return names.area(content) ?? `#${content}`
    if (organisations.test(name)) return names.organisation(content) ?? `#${content}`
    return name === 'override' ? decimalText(content) : String(content)
  }
  return { t, label, value, groupOf }
}
