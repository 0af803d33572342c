import { pick } from '../../make/random.ts'
import type { Fuzzed } from './shape.ts'

type Random = () => number

export interface Query {
  readonly shape: Fuzzed
  readonly path: string
  readonly method: 'GET' | 'HEAD'
  readonly headers: Readonly<Record<string, string>>
  /** Relations embedded, by the name that they have in a row. */
  readonly embedded: Readonly<Record<string, Fuzzed>>
  /** Neither filtered nor cut: every row that may be seen comes. */
  readonly whole: boolean
}

const chance = (random: Random, part: number): boolean => random() < part
const operators = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike', 'is', 'in', 'not.eq', 'not.is', 'match', 'isdistinct'] as const
const odd = ['', '%', '*', 'null', "'", '"', '0', '-1', '{}', 'true', '\u4e2d', '1e9', '00000000-0000-0000-0000-000000000000']

const quoted = (text: string): string => `"${text.replace(/["\\]/g, (each) => `\\${each}`)}"`

function condition(random: Random, { relation, values }: Fuzzed): [column: string, value: string] {
  const column = pick(random, relation.columns)
  const known = values.get(column) ?? []
  const value = known.length > 0 && chance(random, 0.93) ? pick(random, known) : pick(random, odd)
  const isWord = /^[\p{L}_ ]+$/u.test(value)
  const operator = pick(random, isWord || chance(random, 0.05) ? operators : operators.filter((each) => !/like|match/.test(each)))
  if (operator === 'is' || operator === 'not.is') return [column, `${operator}.${pick(random, chance(random, 0.8) ? ['null'] : ['true', 'false', 'unknown'])}`]
  if (operator === 'in') return [column, `in.(${[value, pick(random, odd)].map(quoted).join(',')})`]
  if (operator === 'like' || operator === 'ilike') return [column, `${operator}.${chance(random, 0.5) ? '*' : `${value.slice(0, 3)}*`}`]
  return [column, `${operator}.${value}`]
}

const group = (random: Random, shape: Fuzzed, depth = 0): string => Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
  if (depth < 2 && chance(random, 0.2)) return `${pick(random, ['and', 'or', 'not.and', 'not.or'])}(${group(random, shape, depth + 1)})`
  const [column, value] = condition(random, shape)
  return `${column}.${value.includes(',') || value.includes(')') ? value : value.replace(/^((?:not\.)?\w+)\.(.*)$/s, (_, op: string, rest: string) =>
    op === 'in' ? `${op}.${rest}` : `${op}.${op.endsWith('is') ? rest : quoted(rest)}`)}`
}).join(',')

/** One query to the REST API, of a kind that PostgREST answers or nearly so. */
export function makeQuery(random: Random, shapes: readonly Fuzzed[]): Query {
  const shape = pick(random, shapes)
  const byName = new Map(shapes.map((each) => [each.relation.name, each]))
  const search = new URLSearchParams()
  const embedded: Record<string, Fuzzed> = {}
  const columns = new Set([...shape.relation.key, ...shape.relation.columns.filter(() => chance(random, 0.15))])
  const select = chance(random, 0.1) ? ['*'] : [...columns]
  let whole = true
  for (const { name, hint } of shape.near.filter(() => chance(random, 0.25)).slice(0, 2)) {
    const other = byName.get(name)
    if (!other || other === shape) continue
    const alias = `e${Object.keys(embedded).length}`
    const isInner = chance(random, 0.3)
    if (isInner) whole = false
    embedded[alias] = other
    select.push(`${alias}:${other.table}!${hint}${isInner ? '!inner' : ''}(${other.relation.key.join(',')})`)
    if (chance(random, 0.3)) {
      const [column, value] = condition(random, other)
      search.append(`${alias}.${column}`, value)
    }
  }
  search.set('select', select.join(','))
  for (let n = Math.floor(random() * 3); n > 0; n -= 1) {
    const [column, value] = condition(random, shape)
    search.append(column, value)
    whole = false
  }
  if (chance(random, 0.25)) {
    search.append(pick(random, ['or', 'and', 'not.or']), `(${group(random, shape)})`)
    whole = false
  }
  if (chance(random, 0.3)) search.set('order', `${pick(random, shape.relation.columns)}.${pick(random, ['asc', 'desc', 'desc.nullslast'])}`)
  if (chance(random, 0.2)) { search.set('limit', String(Math.floor(random() * 30))); whole = false }
  if (chance(random, 0.1)) { search.set('offset', String(Math.floor(random() * 30))); whole = false }
  const headers: Record<string, string> = { 'accept-profile': shape.schema }
  if (chance(random, 0.3)) headers['prefer'] = `count=${pick(random, ['exact', 'planned', 'estimated'])}`
  if (chance(random, 0.1)) { headers['range'] = `${Math.floor(random() * 9)}-${Math.floor(random() * 90)}`; whole = false }
  const method = chance(random, 0.06) ? 'HEAD' : 'GET'
  return { shape, path: `/rest/v1/${shape.table}?${search.toString()}`, method, headers, embedded, whole }
}
