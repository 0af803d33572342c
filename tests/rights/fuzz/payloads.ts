import { pick } from '../../make/random.ts'
import { calls } from '../expectations/calls.ts'
import { sessionToken } from '../scene/other-rows.ts'
import { idOf, recordNames } from '../scene/records.ts'
import { payloadOf } from '../scene/payloads.ts'
import { documentId, makeParcel, sha256Of } from '../../make/payload.ts'
import type { Sent } from '../http/world.ts'

type Random = () => number
export interface Malformed { readonly path: string; readonly sent: Sent }

const chance = (random: Random, part: number): boolean => random() < part
const strings = [
  '', ' ', '\u0000', '\ud800', "'; drop table app.people; --", '%00', '../../..', '{}', '[]', '2026-02-30', '2026-05-08T25:00:00Z',
  'infinity', '-infinity', 'NaN', 'a'.repeat(5000), '\u202e中', '[['.repeat(300), '99999999999999999999', 'county:999999999', '0x10',
  '00000000-0000-0000-0000-000000000000', sessionToken, '$1', '%s%n', '\\', '"', '1e400',
]
const numbers = [0, -1, 1.5, 2_147_483_647, 2_147_483_648, -2_147_483_649, 9e15, 1e308, 5e-324]
const odd = (random: Random, depth = 0): unknown => {
  const kind = Math.floor(random() * (depth < 3 ? 7 : 4))
  if (kind === 0) return pick(random, strings)
  if (kind === 1) return pick(random, numbers)
  if (kind === 2) return pick(random, [true, false, null])
  if (kind === 3) return idOf(pick(random, recordNames))
  if (kind === 4) return Array.from({ length: Math.floor(random() * 4) }, () => odd(random, depth + 1))
  if (kind === 5) return nested(Math.floor(random() * 60))
  return Object.fromEntries(Array.from({ length: Math.floor(random() * 4) }, () => [pick(random, strings).slice(0, 40), odd(random, depth + 1)]))
}
const nested = (depth: number): unknown => { let value: unknown = 1; for (let n = 0; n < depth; n += 1) value = [value]; return value }

/** The value with one thing in it, at any depth, turned into something else or taken away. */
function spoilt(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || chance(random, 0.15)) return odd(random)
  if (Array.isArray(value)) {
    const at = Math.floor(random() * value.length)
    return value.map((each: unknown, n) => n === at ? spoilt(random, each) : each)
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return odd(random)
  const [name] = pick(random, entries)
  if (chance(random, 0.15)) return Object.fromEntries(entries.filter(([key]) => key !== name))
  return { ...value, [name]: spoilt(random, Reflect.get(value, name)) }
}

/** A push whose record is spoilt inside, and whose hash is right, so that the checks behind it are reached. */
function spoiltPush(random: Random): unknown {
  const name = pick(random, recordNames)
  const payload = payloadOf(name, { revision: 3, amend_reason: '改正' })
  const text = JSON.stringify(spoilt(random, chance(random, 0.5) ? spoilt(random, payload) : payload)) ?? 'null'
  const parcel = { ...makeParcel(payload), text }
  const item = { ...parcel, sha256: sha256Of(text), parents: [parcel.sha256] }
  return { batch: JSON.stringify(chance(random, 0.8) ? { protocol: 1, items: [item] } : spoilt(random, { protocol: 1, items: [item], people: [{}] })) }
}

/** What a manager may well do when it is well-formed is aimed at nothing. */
const nothing = documentId(1)
const aimless: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'api.void_duplicates': { kept: nothing }, 'api.review': { document: nothing }, 'api.move_finding': { visit: nothing },
  'api.end_membership': { membership: 1 }, 'api.transfer_person': { membership: 1 }, 'api.set_disabled': { person: nothing },
  'api.merge_people': { gone: nothing }, 'api.undo_merge': { gone: nothing }, 'api.erase_person': { person: nothing },
  'api.join': { code: 'x' },
}
/** Functions by which a manager may well change something, where what is left of a request is well-formed. */
export const managersOwn: readonly string[] = Object.keys(aimless).map((name) => `/rest/v1/rpc/${name.split('.')[1] ?? ''}`)
const apiCalls = calls.filter(({ name }) => name.startsWith('api.'))
  .map((call) => ({ ...call, given: { ...call.given, ...aimless[call.name] } }))
const auth = ['token?grant_type=password', 'token?grant_type=refresh_token', 'token', 'signup', 'user', 'recover', 'verify', 'otp', 'logout', 'authorize?provider=x', 'resend', 'magiclink', 'invite', 'admin/users', 'settings', 'sso', 'factors']
const storage = ['object/photos/a', 'object/photos/../a', 'object/sign/photos/a', 'object/list/photos', 'object/list-v2/photos', 'object/move', 'object/copy', 'object/info/photos/a', 'object/public/photos/a', 'object/authenticated/photos/a', 'bucket', 'bucket/photos', 'bucket/photos/empty', 'object/upload/sign/photos/a', 'object/photos', 'upload/resumable']
const methods = ['POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const
const types = ['application/json', 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'application/vnd.pgrst.object+json', 'multipart/form-data; boundary=x', 'image/jpeg', '']

const withType = (random: Random, sent: Sent): Sent => chance(random, 0.85) ? sent : { ...sent, headers: { 'content-type': pick(random, types), prefer: pick(random, ['params=single-object', 'return=representation', 'tx=rollback', 'resolution=merge-duplicates']) } }

/** A lone surrogate cannot be in an address. */
const inPath = (random: Random, most: number): string => encodeURIComponent(pick(random, strings).slice(0, most).replaceAll(/[\ud800-\udfff]/g, ''))

/** One request that is wrong somewhere. */
export function makeMalformed(random: Random): Malformed {
  const which = random()
  if (which < 0.2) return { path: '/rest/v1/rpc/push', sent: withType(random, { body: spoiltPush(random) }) }
  if (which < 0.65) {
    const { name, given } = pick(random, apiCalls)
    const path = `/rest/v1/rpc/${name.split('.')[1] ?? ''}`
    if (chance(random, 0.08)) return { path, sent: { raw: JSON.stringify(given).slice(0, Math.floor(random() * 40)) } }
    if (chance(random, 0.08)) return { path: `${path}?${new URLSearchParams(Object.entries(given).map(([key, value]) => [key, String(spoilt(random, value))])).toString()}`, sent: {} }
    if (chance(random, 0.05)) return { path: `${path}?select=${inPath(random, 60)}`, sent: { body: given } }
    return { path, sent: withType(random, { body: spoilt(random, given) }) }
  }
  if (which < 0.8) {
    const body = { email: 'author@accounts.test.local', password: 'wrong', token: 'x', refresh_token: 'x', type: 'signup', data: {} }
    return { path: `/auth/v1/${pick(random, auth)}`, sent: withType(random, { method: pick(random, methods), body: spoilt(random, body) }) }
  }
  const body = { name: 'photos', id: 'photos', public: true, prefix: '', bucketId: 'photos', sourceKey: 'a', destinationKey: 'b', expiresIn: 60, prefixes: ['a'] }
  const path = chance(random, 0.7) ? pick(random, storage) : `object/photos/${inPath(random, 200)}`
  return { path: `/storage/v1/${path}`, sent: withType(random, { method: pick(random, methods), body: spoilt(random, body) }) }
}
