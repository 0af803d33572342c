export type Brand<T, Name extends string> = T & { readonly __brand: Name }

export type DocumentId = Brand<string, 'DocumentId'>
export type PlanId = Brand<string, 'PlanId'>
export type PersonId = Brand<string, 'PersonId'>
export type Sha256 = Brand<string, 'Sha256'>
export type OrganisationId = number
export type AreaId = number

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const sha256 = /^[0-9a-f]{64}$/

export const isDocumentId = (text: string): text is DocumentId => uuid.test(text)
export const isSha256 = (text: string): text is Sha256 => sha256.test(text)

/**
 * A UUIDv7 (RFC 9562) from the given milliseconds and 10 random bytes.
 * Its time part only spreads index inserts; nothing trusts or sorts by it.
 */
export function makeDocumentId(milliseconds: number, random: Uint8Array): DocumentId {
  const time = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0').slice(-12)
  const noise = Array.from(random.subarray(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((Number.parseInt(noise.slice(3, 5), 16) & 0x3f) | 0x80).toString(16).padStart(2, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(0, 3)}-${variant}${noise.slice(5, 7)}-${noise
    .slice(7, 19)
    .padEnd(12, '0')}` as DocumentId
}
