import { calls } from '../expectations/calls.ts'
import { factsOfRecord, idOf, recordNames } from '../scene/records.ts'
import { pictureOf } from '../scene/payloads.ts'
import { everybody } from '../scene/who.ts'
import { emptyResult, type Result } from '../probe/cell.ts'
import { seesRecord } from '../expectations/record-rules.ts'
import type { World } from './world.ts'

/** What these do stays done over HTTP: they are called where they are refused, and in SQL where they are not. */
const lasting = new Set(['api.put_plan', 'api.void_duplicates', 'api.open_session_code', 'api.settle_session_entry', 'api.submit_session_entry'])

/** Every call of the expectations to every persona, as a phone makes it. */
export async function checkCalls(world: World): Promise<Result> {
  const result = emptyResult()
  for (const who of everybody) {
    for (const { about, name, given, part, answers } of calls.filter((call) => call.name.startsWith('api.'))) {
      const expected = answers(who)
      if (lasting.has(name) && expected === 'ok') continue
      const response = await world.ask(who.who, `/rest/v1/rpc/${name.split('.')[1] ?? ''}`, { body: given })
      const found = await wordOf(response, part)
      result.cells['called'] = (result.cells['called'] ?? 0) + 1
      if (found !== expected) result.mismatches.push({ who: who.who, about, verb: 'called', expected, found })
    }
  }
  return result
}

async function wordOf(response: Response, part: string | undefined): Promise<string> {
  const text = await response.text()
  const body = text === '' ? null : JSON.parse(text) as unknown
  if (response.ok) {
    const value: unknown = (part ?? '').split('.').filter(Boolean).reduce<unknown>(
      (inside, key) => inside === null || inside === undefined ? null : Reflect.get(inside, key), body)
    if (value === null || value === undefined) return 'null'
    return ['{}', '[]', 'false'].includes(JSON.stringify(value)) ? 'empty' : 'ok'
  }
  const code = String(typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : '')
  return code === '42501' && (response.status === 401 || response.status === 403) ? code : `${response.status} ${code}`
}

/** Every stored picture asked for by every persona. */
export async function checkPictures(world: World): Promise<Result> {
  const result = emptyResult()
  for (const who of everybody) {
    for (const name of recordNames) {
      const response = await world.ask(who.who, `/storage/v1/object/photos/${idOf(name)}/${pictureOf(name).sha256}`)
      await response.arrayBuffer()
      const record = factsOfRecord(name)
      const expected = String(record !== undefined && seesRecord(who, record))
      result.cells['picture'] = (result.cells['picture'] ?? 0) + 1
      if (String(response.status === 200) !== expected || response.status >= 500)
        result.mismatches.push({ who: who.who, about: name, verb: 'picture', expected, found: String(response.status) })
    }
  }
  return result
}
