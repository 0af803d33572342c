import type { PersonId } from './id'
import { personalNumbersIn } from './personal-number'

/** What a person's own QR code says: who it is, and nothing by which they could be reached. */
export interface PersonCode {
  readonly id: PersonId
  readonly name: string
}

const version = 1
const prefix = 'xingxun:person:'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const formatPersonCode = ({ id, name }: PersonCode): string => `${prefix}${version}:${id}:${name}`

/** The person of a scanned text: null when it is no such code, `newer` when a later app made it. */
export function parsePersonCode(text: string): PersonCode | 'newer' | null {
  const trimmed = text.trim()
  if (!trimmed.startsWith(prefix)) return null
  const [of = '', id = '', ...rest] = trimmed.slice(prefix.length).split(':')
  if (/^\d+$/.test(of) && Number(of) > version) return 'newer'
  const name = rest.join(':').replace(/\p{Cc}/gu, '').trim()
  const isSound = of === String(version) && uuid.test(id) && name !== '' && [...name].length <= 40 && personalNumbersIn(name).length === 0
  return isSound ? { id: id as PersonId, name } : null
}
