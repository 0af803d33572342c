import { errorAt, type Problem } from './problem'
import type { Payload } from './document'

/** What may stand between the digits of a number that somebody writes in groups: blanks and hyphens, no line break. */
const between = '[ \\t\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000\\u2010-\\u2015\\u2212\\ufe63\\uff0d-]*'
const digits = (count: number) => `(?:${between}[0-9]){${count}}`
/** 18 places of a citizen's number: six of an area, eight of a birthday, three of an order, one that proves the rest. */
const citizen = `[1-9]${digits(16)}${between}[0-9x](?![0-9])`
/** Eleven digits, in one piece or grouped as people group them: 138 0013 8000. Any other grouping is of several numbers. */
const mobile = `(?:(?:00)?86${between})?1[3-9][0-9]${between}[0-9]{4}${between}[0-9]{4}(?![0-9])`
/** At every place where no digit stands before: numbers that overlap are all looked at. */
const candidates = new RegExp(`(?:^|[^0-9])(?=(${citizen})|(${mobile}))`, 'g')
const notDigit = /[^0-9x]/g

/** Ids and hashes, whose digits are nobody's. */
const machineMade = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}/g

/** Weights of GB 11643 from the first place to the seventeenth, and the proof by the sum's remainder of 11. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const proofs = '10x98765432'

/** Whether 18 places, the last of them `0`–`9` or `x`, are a citizen's number: a birthday in them, and the proof right. */
export function isCitizenNumber(places: string): boolean {
  if (!/^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]$/.test(places)) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(places[at]), 0)
  return proofs[sum % 11] === places[17]
}

/** One character for one, so that places in the text stay the same: full-width digits and X as narrow ones. */
const narrow = (text: string) =>
  text.replace(/[０-９Ｘｘ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const blank = (text: string) => text.replace(machineMade, (made) => '#'.repeat(made.length))

/** The numbers of citizens (GB 11643) and mainland mobile phones in a text, as they are written there. */
export function personalNumbersIn(text: string): string[] {
  const plain = blank(narrow(text))
  let end = 0
  return [...plain.matchAll(candidates)].flatMap(({ 0: before, 1: asCitizen, 2: asMobile, index }) => {
    const start = index + before.length
    if (start < end) return []
    const written = (found: string) => text.slice(start, (end = start + found.length))
    if (asCitizen !== undefined && isCitizenNumber(asCitizen.replace(notDigit, ''))) return [written(asCitizen)]
    const phone = asMobile ?? new RegExp(`^${mobile}`).exec(plain.slice(start))?.[0]
    return phone === undefined ? [] : [written(phone)]
  })
}

/** The number as a message shows it: enough to find it again, too little to know it. */
const masked = (found: string) => `${found.slice(0, 3)}…${found.slice(-2)}`

/** Every string in a value of JSON, with its path. */
function* strings(value: unknown, path: string): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* strings(inner, `${path}.${key}`)
}

type Written = Pick<Payload, 'header' | 'answers' | 'photos' | 'amend_reason'>
const parts = ['header', 'answers', 'photos', 'amend_reason'] as const

/**
 * An error at each text of a record that holds a citizen's or a mobile number: nobody is identified in a record.
 * `private.personal_number_problems` says the same in SQL.
 */
export const personalNumberProblems = (payload: Written): Problem[] =>
  parts.flatMap((part) => [...strings(payload[part], part)]).flatMap(([path, text]) => {
    const [found] = personalNumbersIn(text)
    return found === undefined ? [] : [errorAt(path, 'personal_number', { found: masked(found) })]
  })

function crossOut<T>(value: T): T {
  if (typeof value === 'string')
    return personalNumbersIn(value).reduce<string>((text, found) => text.split(found).join('＊'), value) as T
  if (Array.isArray(value)) return value.map(crossOut) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, crossOut(inner)])) as T
}

/** A record with such numbers crossed out in its texts: what is thrown away is not kept either. */
export const crossedOut = (payload: Payload): Payload =>
  ({ ...payload, ...Object.fromEntries(parts.map((part) => [part, crossOut(payload[part])])) })
