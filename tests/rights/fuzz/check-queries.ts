import { keyOf, maySee } from '../http/keys.ts'
import type { World } from '../http/world.ts'
import { emptyResult, type Result } from '../probe/cell.ts'
import { everybody, type Facts, type Who } from '../scene/who.ts'
import { seeded } from '../../make/random.ts'
import { makeQuery, type Query } from './queries.ts'
import { shapeOf } from './shape.ts'

/** One persona for each kind of right there is. */
const asking: readonly Who[] = [
  'anon', 'stranger', 'withoutMembership', 'expired', 'disabled', 'administrator', 'author', 'organisationManager',
  'otherOrganisation', 'dingzhouAuthor', 'dingzhouColleague', 'wuchuanManager', 'rongchengManager', 'baodingManager',
  'hebeiManager', 'countryManager',
]
type Row = Readonly<Record<string, unknown>>
const atOnce = 6

/** What is wrong with an answer, or null: a row beyond the oracle, a count beyond it, a row missing. */
function wrongWith({ shape, embedded, whole, headers }: Query, who: Facts, response: Response, text: string): string | null {
  const allowed = [...shape.classOf.keys()].filter((key) => maySee(shape, who, key))
  const total = Number(response.headers.get('content-range')?.split('/')[1])
  if (response.ok && headers['prefer'] === 'count=exact' && total > allowed.length) return `counts ${total} of ${allowed.length}`
  if (!response.ok || text === '') return null
  const rows = JSON.parse(text) as readonly Row[]
  if (!Array.isArray(rows)) return `no list: ${text.slice(0, 100)}`
  for (const row of rows as readonly Row[]) {
    const key = keyOf(shape.relation, row)
    if (!maySee(shape, who, key)) return `row ${shape.classOf.get(key) ?? key}`
    for (const [alias, other] of Object.entries(embedded)) {
      const inner = row[alias]
      const list = (Array.isArray(inner) ? inner : inner === null || inner === undefined ? [] : [inner]) as readonly Row[]
      const beyond = list.find((each) => !maySee(other, who, keyOf(other.relation, each)))
      if (beyond) return `embedded row of ${other.relation.name}: ${JSON.stringify(beyond)}`
    }
  }
  return whole && allowed.length <= 1000 && rows.length !== allowed.length ? `${rows.length} rows of ${allowed.length}` : null
}

/** Random queries by each persona where every schema is exposed: none brings a row that the expectations do not give. */
export async function fuzzQueries(world: World, queries: number, seed: number): Promise<Result> {
  const result = emptyResult()
  const count = (name: string) => { result.cells[name] = (result.cells[name] ?? 0) + 1 }
  const shapes = await shapeOf(world.database)
  for (const who of everybody.filter((each) => asking.includes(each.who))) {
    const random = seeded(seed + asking.indexOf(who.who) * 7919)
    const one = async (query: Query, n: number) => {
      const { path, method, headers } = query
      const response = await world.askExposed(who.who, path, { method, headers })
      const text = await response.text()
      const wrong = wrongWith(query, who, response, text)
      count('query')
      // The library gives some filters of the wrong type to its driver; the delivered API has no relation to filter.
      count(response.ok ? 'of these answered' : response.status >= 500 ? 'of these failed in the library' : 'of these refused')
      if (wrong !== null) {
        result.mismatches.push({ who: who.who, about: `query ${n} of seed ${seed}: ${method} ${decodeURIComponent(path)}`,
          verb: 'query', expected: 'nothing beyond the oracle', found: wrong })
      }
      if (n % 10 > 0) return
      const delivered = await world.ask(who.who, path, { method, headers })
      await delivered.arrayBuffer()
      count('delivered')
      if (![401, 403, 404, 406].includes(delivered.status))
        result.mismatches.push({ who: who.who, about: path, verb: 'delivered', expected: 'a refusal', found: String(delivered.status) })
    }
    for (let n = 0; n < queries; n += atOnce) {
      const batch = Array.from({ length: Math.min(atOnce, queries - n) }, () => makeQuery(random, shapes))
      await Promise.all(batch.map((query, at) => one(query, n + at)))
    }
  }
  return result
}
