import { functionsOf } from '../probe/catalogue.ts'
import { functions } from '../expectations/functions.ts'
import { emptyResult, type Result } from '../probe/cell.ts'
import { everybody } from '../scene/who.ts'
import type { Keyed } from './keys.ts'
import type { Sent, World } from './world.ts'

const profiles = ['api', 'app', 'private', 'storage', 'auth', 'public']
const verbs: readonly (readonly [name: string, sent: Sent])[] = [
  ['GET', {}], ['POST', { body: {} }], ['PATCH', { method: 'PATCH', body: {} }], ['DELETE', { method: 'DELETE' }],
]

/** The installation has no relation to read or write, whoever asks, under whatever schema. */
export async function checkNoRelations(world: World, keyed: readonly Keyed[]): Promise<Result> {
  const result = emptyResult()
  const refuse = async (who: (typeof everybody)[number]['who'], about: string, path: string, verb: string, sent: Sent, profile: string) => {
    const response = await world.ask(who, path, { ...sent, headers: { 'accept-profile': profile, 'content-profile': profile } })
    const body = await response.text()
    result.cells['closed'] = (result.cells['closed'] ?? 0) + 1
    if (![401, 403, 404, 406].includes(response.status) || body.startsWith('['))
      result.mismatches.push({ who, about, verb, expected: 'a refusal', found: `${response.status} ${body.slice(0, 120)}` })
  }
  for (const { who } of everybody) {
    for (const { relation, schema, table } of keyed) {
      for (const [verb, sent] of verbs) {
        await refuse(who, relation.name, `/rest/v1/${table}`, verb, sent, verb === 'GET' ? schema : 'api')
      }
    }
  }
  // Whoever has not signed in, under every schema there is; of functions, all but those that are open.
  for (const profile of profiles) {
    for (const { relation, table } of keyed) await refuse('anon', relation.name, `/rest/v1/${table}`, `GET as ${profile}`, {}, profile)
    for (const { name, signature } of await functionsOf(world.database)) {
      if (functions.get(name) === 'anyone' && profile === 'api') continue
      for (const sent of [{ body: {} }, {}]) {
        await refuse('anon', signature, `/rest/v1/rpc/${name.split('.')[1] ?? ''}`, `rpc as ${profile}`, sent, profile)
      }
    }
  }
  return result
}
