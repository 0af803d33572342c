import type { Facts } from '../scene/who.ts'

export type Answer = 'ok' | 'null' | 'empty' | '42501' | `${number} ${string}`

export interface Call {
  readonly about: string
  /** `schema.name`. */
  readonly name: string
  /** Arguments by name, as JSON values; those of private functions by position. */
  readonly given: Readonly<Record<string, unknown>>
  readonly answers: (who: Facts) => Answer
  /** The part of the answer that is looked at, by its path with dots; the whole answer without it. */
  readonly part?: string
}

const literal = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `'{${value.join(',')}}'`
  if (typeof value === 'object') return `'${JSON.stringify(value).replaceAll("'", "''")}'`
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

/** A statement that makes the call and gives `ok`, `null`, or `empty` for false, an empty list and an empty object. */
export const sqlOf = ({ name, given, part }: Call): string => {
  const values = Object.entries(given).map(([key, value]) => `${key} => ${literal(value)}`).join(', ')
  return `select case coalesce(answer, 'null') when 'null' then 'null' when 'false' then 'empty' when '[]' then 'empty'
    when '{}' then 'empty' else 'ok' end from (select (${name}(${values})${part === undefined ? '' : ` #> '{${part.replaceAll('.', ',')}}'`})::text as answer offset 0) as called`
}

/** An answer for who is signed in; nobody else may call. */
export const toSignedIn = (answer: (who: Facts) => Answer) => (who: Facts): Answer => who.signedIn ? answer(who) : '42501'

/** The same for who has a person; others hear `403 forbidden`. */
export const toPeople = (answer: (who: Facts) => Answer) =>
  toSignedIn((who) => who.person === null ? '403 forbidden' : answer(who))
