import { calls } from '../expectations/calls.ts'
import { idOf, recordNames, records, type RecordFacts } from '../scene/records.ts'
import { pictureOf } from '../scene/payloads.ts'
import { everybody } from '../scene/who.ts'
import { emptyResult, type Result } from '../probe/cell.ts'
import { readsPictures, seesRecord } from '../expectations/record-rules.ts'
import type { World } from './world.ts'

/** What these do stays done over HTTP: they are called where they are refused, and in SQL where they are not. */
const lasting = new Set(['api.put_plan', 'api.void_duplicates', 'api.open_session_code', 'api.settle_session_entry', 'api.submit_session_entry',
  'api.review', 'api.move_finding', 'api.invite', 'api.withdraw_invitation', 'api.join', 'api.end_membership', 'api.transfer_person', 'api.set_disabled',
  'api.merge_people', 'api.undo_merge', 'api.erase_person'])
/** What these do they say row by row, and it stays. */
const importing = new Set(['api.import_people', 'api.import_organisations'])

/** Every call of the expectations to every persona, as a phone makes it. */
export async function checkCalls(world: World): Promise<Result> {
  const result = emptyResult()
  for (const who of everybody) {
    for (const { about, name, given, part, answers } of calls.filter((call) => call.name.startsWith('api.'))) {
      const expected = answers(who)
      if ((lasting.has(name) && expected === 'ok') || (importing.has(name) && expected === 'null')) continue
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

/** Every stored picture asked for by every persona, as it is and once more after opening the record's pictures. */
export async function checkPictures(world: World): Promise<Result> {
  const result = emptyResult()
  for (const who of everybody) {
    for (const name of recordNames) {
      const record: RecordFacts = records[name]
      const look = async (verb: string, expected: boolean) => {
        const response = await world.ask(who.who, `/storage/v1/object/photos/${idOf(name)}/${pictureOf(name).sha256}`)
        await response.arrayBuffer()
        result.cells[verb] = (result.cells[verb] ?? 0) + 1
        if ((response.status === 200) !== expected || response.status >= 500)
          result.mismatches.push({ who: who.who, about: name, verb, expected: String(expected), found: String(response.status) })
      }
      await look('picture', readsPictures(who, record))
      await (await world.ask(who.who, '/rest/v1/rpc/open_photos', { body: { document: idOf(name) } })).arrayBuffer()
      await look('opened picture', seesRecord(who, record))
    }
  }
  return result
}
