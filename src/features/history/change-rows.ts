import type { FieldChange } from '@/domain/reports'
import type { ChangeWords } from './change-words'

/** A line of what a handing-in changed. */
export interface ChangeRow {
  readonly key: string
  readonly label: string
  readonly before: string
  readonly after: string
}

type Members = ReadonlyMap<string, FieldChange>
const isBlank = (content: FieldChange['before'] | undefined) => content === null || content === undefined || content === ''
/** The last part of a path. */
const lastOf = (field: string) => field.slice(field.lastIndexOf('.') + 1)
const checklist = 'answers.template_sha256'

/** One of a list of references to other records. */
const isReference = (path: readonly string[], { groupOf }: ChangeWords) =>
  path[0] === 'answers' && path.length > 3 && groupOf(path[1] ?? '') === undefined

/** Leaves that are one thing to a reader stand in one row: those of a picture, a list of plain values, a reference, a checklist. */
function rowKey(field: string, words: ChangeWords): string {
  const path = field.split('.')
  if (path[0] === 'photos') return path.slice(0, 2).join('.')
  if (/^answers\.template_(?:code|version|sha256)$/.test(field)) return checklist
  if (isReference(path, words)) return path.slice(0, 3).join('.')
  return /^\d+$/.test(lastOf(field)) ? path.slice(0, -1).join('.') : field
}

/** What a member of a list is known again by says nothing to a reader. */
const isName = (field: string, { groupOf }: ChangeWords) => {
  const [root, list = '', , name, ...rest] = field.split('.')
  return root === 'answers' && name === 'id' && rest.length === 0 && groupOf(list) !== undefined
}

/** Each handing-in's changes as rows that a reader understands, in the order of the fields' names and numbers. */
export function changeRows(changes: readonly FieldChange[], words: ChangeWords): readonly ChangeRow[] {
  const { t, label, value } = words
  const groups = new Map<string, Map<string, FieldChange>>()
  for (const change of changes.filter(({ field, before, after }) => !isName(field, words) && (!isBlank(before) || !isBlank(after)))) {
    const key = rowKey(change.field, words)
    groups.set(key, (groups.get(key) ?? new Map<string, FieldChange>()).set(change.field, change))
  }
  const plain = ({ field, before, after }: FieldChange): ChangeRow =>
    ({ key: field, label: label(field), before: value(field, before), after: value(field, after) })

  /** Where a picture, or a reference to a record, came or went. */
  const came = (key: string, name: string, identity: FieldChange): ChangeRow => ({
    key, label: name,
    before: isBlank(identity.before) ? value(key, null) : '',
    after: isBlank(identity.before) ? t('capture.change.added') : t(`capture.change.${isBlank(identity.after) ? 'removed' : 'renewed'}`),
  })

  function picture(key: string, members: Members): ChangeRow[] {
    const place = members.get(`${key}.nth`)
    if (place && isBlank(place.after)) return [came(key, t('capture.change.photoWas', { n: place.before }), place)]
    if (place && isBlank(place.before)) return [came(key, label(key), place)]
    return [...members.values()].filter((each) => each !== place).map(plain)
  }
  /** Said only where no other picture came or went, which moves those behind it. */
  function order(): ChangeRow[] {
    const places = changes.filter(({ field }) => /^photos\..*\.nth$/.test(field))
    return places.length > 0 && places.every(({ before, after }) => !isBlank(before) && !isBlank(after))
      ? [{ key: 'photos', label: t('capture.change.order'), before: '', after: t('capture.change.ordered') }] : []
  }

  /** What a list of plain values gained and lost, wherever in it; numbers of members say nothing of that. */
  function list(key: string, members: Members): ChangeRow {
    const [before, after] = (['before', 'after'] as const).map((side) =>
      [...members.values()].filter((each) => !isBlank(each[side])).map((each) => value(each.field, each[side])))
    const without = (some: readonly string[] = [], others: readonly string[] = []) => some.filter((each) => !others.includes(each)).join('、')
    const [lost, gained] = [without(before, after), without(after, before)]
    return {
      key, label: label(key),
      before: lost && t('capture.change.removedThese', { list: lost }),
      after: gained ? t('capture.change.addedThese', { list: gained }) : lost ? '' : t('capture.change.ordered'),
    }
  }

  function signature({ field, before, after }: FieldChange): ChangeRow {
    const signed = (content: FieldChange['before'], again: boolean) => (isBlank(content) ? value(field, null) : t(`capture.change.${again ? 'signedAgain' : 'signed'}`))
    return { key: field, label: label(field), before: signed(before, false), after: signed(after, !isBlank(before)) }
  }

  function rows(key: string, members: Members): ChangeRow[] {
    const [first] = members.values()
    if (!first) return []
    if (key.startsWith('photos.')) return picture(key, members)
    if (key === checklist) return [plain(members.get(checklist) ?? first)]
    if (isReference(first.field.split('.'), words)) return [came(key, label(key), members.get(`${key}.id`) ?? { field: key, before: key, after: key })]
    if (/^answers\.\w+_sign$/.test(key)) return [signature(first)]
    return members.has(key) ? [plain(first)] : [list(key, members)]
  }
  return [...[...groups].flatMap(([key, members]) => rows(key, members)), ...order()]
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
}
