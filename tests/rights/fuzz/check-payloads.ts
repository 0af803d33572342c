import { pick, seeded } from '../../make/random.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { relationsOf } from '../probe/catalogue.ts'
import { emptyResult, type Result } from '../probe/cell.ts'
import type { Who } from '../scene/who.ts'
import type { World } from '../http/world.ts'
import { makeMalformed, managersOwn, type Malformed } from './payloads.ts'

const senders: readonly Who[] = ['author', 'author', 'wuchuanManager', 'stranger', 'anon', 'disabled']
/** What a message never holds: statements, places in functions, rows of a broken constraint. */
const sqlText = /\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|PL\/pgSQL|SQL statement|violates (?!row-level)|Failing row|Key \()|\w+_(pkey|fkey|check)\b/
/** Relations that a well-formed request may change by chance. */
const living = ['app.filling_times', 'app.filling_intake', 'app.session_codes', 'app.session_entries', 'app.plans', 'app.people',
  'app.saved_views', 'app.area_figures', 'app.organisations', 'app.invitations', 'app.audit', 'app.photo_views', 'app.device_ledgers']
const atOnce = 6

/** A fingerprint of every relation that no malformed request may change. */
async function fingerprints(database: Queryable): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name } of await relationsOf(database)) {
    if (living.includes(name)) continue
    const [row] = await database.query<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate "C")), '') as print from ${name} as t`)
    found.set(name, row?.print ?? '')
  }
  return found
}

function wrongWith(response: Response, text: string): string | null {
  if (response.status >= 500) return `status ${response.status}: ${text.slice(0, 200)}`
  if (response.ok) return null
  const code = /"code":"(23\d{3})"/.exec(text)?.[1]
  if (code !== undefined) return `broken constraint ${code}: ${text.slice(0, 200)}`
  return sqlText.test(text) ? `SQL in ${text.slice(0, 300)}` : null
}

/** Malformed requests to functions, auth and storage: no answer of 5xx, no broken constraint, no SQL, nothing changed. */
export async function fuzzPayloads(world: World, payloads: number, seed: number): Promise<Result> {
  const result = emptyResult()
  const count = (name: string) => { result.cells[name] = (result.cells[name] ?? 0) + 1 }
  const complain = (who: string, about: string, found: string) => {
    result.mismatches.push({ who, about: `${about.slice(0, 400)} (seed ${seed})`, verb: 'payload', expected: 'a plain refusal', found })
  }
  const before = await fingerprints(world.database)
  const random = seeded(seed)
  const one = async ({ path, sent }: Malformed, who: Who, n: number) => {
    const about = `payload ${n}: ${sent.method ?? 'POST'} ${path} ${sent.raw ?? JSON.stringify(sent.body)}`
    try {
      const response = await world.ask(who, path, sent.method === 'GET' ? { method: 'GET' } : sent)
      const text = await response.text()
      count('payload')
      count(response.ok ? 'of these answered' : 'of these refused')
      const wrong = wrongWith(response, text)
      if (wrong !== null) complain(who, about, wrong)
    } catch (error) {
      complain(who, about, `no answer: ${String(error)}`)
    }
  }
  for (let n = 0; n < payloads; n += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, payloads - n) }, () => {
      const payload = makeMalformed(random)
      const who = pick(random, senders)
      const manages = who === 'wuchuanManager' && managersOwn.some((path) => payload.path.startsWith(path))
      return [payload, manages ? 'stranger' : who] as const
    })
    await Promise.all(batch.map(([payload, who], at) => one(payload, who, n + at)))
  }
  const after = await fingerprints(world.database)
  for (const [name, print] of before) {
    count('fingerprint')
    if (after.get(name) !== print) complain('anybody', `rows of ${name}`, `${print} became ${after.get(name)}`)
  }
  return result
}
