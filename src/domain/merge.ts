import type { Payload } from './document'

type Json = unknown
type Fields = Readonly<Record<string, Json>>

/** The way to a field: names of fields, and keys of members of lists. */
export type Path = readonly string[]

export interface Merge {
  /** What both sides say together; where they clash, what `mine` says. */
  readonly payload: Payload
  /** The fields that both sides changed to different values; `status` alone for how far the record is. */
  readonly clashes: readonly Path[]
}

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const same = (a: Json, b: Json): boolean => a === b || canonical(a) === canonical(b)

/** Two values that say the same have the same text, whatever the order of their fields. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (!isFields(value)) return JSON.stringify(value) ?? 'undefined'
  return `{${Object.keys(value).filter((key) => value[key] !== undefined).sort().map((key) => `${key}:${canonical(value[key])}`).join()}}`
}

/** How a member of a list is known again: by its id or hash, a code by itself. Null: the list is one value. */
function keyOf(member: Json): string | null {
  if (typeof member === 'string' || typeof member === 'number') return String(member)
  if (!isFields(member)) return null
  const key = member['id'] ?? member['sha256'] ?? member['person_id'] ?? member['code']
  return typeof key === 'string' || typeof key === 'number' ? String(key) : null
}

/** The members by their keys; null where one has none or two have the same. */
function keyed(list: readonly Json[]): ReadonlyMap<string, Json> | null {
  const members = new Map(list.map((member) => [keyOf(member), member]))
  return members.has(null) || members.size !== list.length ? null : members as ReadonlyMap<string, Json>
}

function mergeLists(base: readonly Json[], mine: readonly Json[], theirs: readonly Json[], path: Path, clashes: Path[]): Json {
  const [before, ours, others] = [keyed(base), keyed(mine), keyed(theirs)]
  if (!before || !ours || !others) return clash(mine, path, clashes)
  return [...new Set([...ours.keys(), ...others.keys()])].flatMap((key) => {
    // Taken out on one side and left alone on the other it goes; changed on the other it stays: nothing said is lost.
    if (!ours.has(key)) return before.has(key) && same(before.get(key), others.get(key)) ? [] : [others.get(key)]
    if (!others.has(key)) return before.has(key) && same(before.get(key), ours.get(key)) ? [] : [ours.get(key)]
    return [mergeValue(before.get(key), ours.get(key), others.get(key), [...path, key], clashes)]
  })
}

function clash(mine: Json, path: Path, clashes: Path[]): Json {
  clashes.push(path)
  return mine
}

/** A position is one value: half of one and half of another is a place where nobody was. */
function mergeValue(base: Json, mine: Json, theirs: Json, path: Path, clashes: Path[]): Json {
  if (same(mine, theirs) || same(base, theirs)) return mine
  if (same(base, mine)) return theirs
  if (isFields(mine) && isFields(theirs) && path.at(-1) !== 'position') return mergeFields(isFields(base) ? base : {}, mine, theirs, path, clashes)
  if (Array.isArray(mine) && Array.isArray(theirs)) return mergeLists(Array.isArray(base) ? base : [], mine, theirs, path, clashes)
  return clash(mine, path, clashes)
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: Path, clashes: Path[]): Fields {
  return Object.fromEntries([...new Set([...Object.keys(mine), ...Object.keys(theirs)])].map((key) =>
    [key, mergeValue(base[key], mine[key], theirs[key], [...path, key], clashes)]))
}

const contentsOf = ({ header, answers, photos, answers_version }: Payload): Fields => ({ header, answers, photos, answers_version })
/** The seal counts for the device that set it. */
const stateOf = ({ status, sealed, amend_reason, device_id }: Payload) => ({ status, sealed, amend_reason, device_id })
const says = (payload: Payload): Fields => ({ ...contentsOf(payload), ...stateOf(payload) })
const isOpen = ({ status }: Payload) => status === 'draft' || status === 'returned'

/** Whether two contents of a record say the same, whatever their revision. */
export const sayTheSame = (one: Payload, other: Payload): boolean => same(says(one), says(other))

/**
 * Brings two contents of one record together that both descend from `base`: what one side changed is taken, what both
 * changed differently clashes. Without a base every difference clashes. What was sealed is never changed: unless both are
 * open, the one question is whose version stands, whole, under `status`. The frame is mine, the revision theirs.
 */
export function mergePayloads(base: Payload | null, mine: Payload, theirs: Payload): Merge {
  const { revision } = theirs
  if (base && sayTheSame(base, mine)) return { payload: { ...mine, ...says(theirs), revision }, clashes: [] }
  if ((base && sayTheSame(base, theirs)) || sayTheSame(mine, theirs)) return { payload: { ...mine, revision }, clashes: [] }
  if (!isOpen(mine) || !isOpen(theirs) || mine.status !== theirs.status) return { payload: { ...mine, revision }, clashes: [['status']] }
  const clashes: Path[] = []
  const merged = mergeFields(base ? contentsOf(base) : {}, contentsOf(mine), contentsOf(theirs), [], clashes)
  return { payload: { ...mine, ...merged, revision }, clashes }
}

/** How a person decides: for each clash, whether this device's word stands. */
export type Choice = (path: Path) => 'mine' | 'theirs'

/** The content after a person has decided about every clash; what was sealed on either side stands or goes as a whole. */
export function settleClashes({ payload, clashes }: Merge, theirs: Payload, choose: Choice): Payload {
  const taken = clashes.filter((path) => choose(path) === 'theirs')
  if (taken.some(([first, ...rest]) => first === 'status' && rest.length === 0)) return { ...payload, ...says(theirs) }
  return taken.reduce((content, path) => withValueAt(content, path, valueAt(theirs, path)), payload)
}

/** The value at a path that `mergePayloads` named. */
export function valueAt(payload: Payload, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value.find((member) => keyOf(member) === key)
    return isFields(value) ? value[key] : undefined
  }, payload)
}

function put(holder: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(holder)) return holder.map((member) => (keyOf(member) === key ? put(member, rest, value) : member))
  return isFields(holder) ? { ...holder, [key]: put(holder[key], rest, value) } : holder
}

/** A copy with another value at a path that `mergePayloads` named. */
export const withValueAt = (payload: Payload, path: Path, value: unknown): Payload => put(payload, path, value) as Payload
