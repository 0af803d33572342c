import fc from 'fast-check'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const two = (value: number) => String(value).padStart(2, '0')

/** Seventeen places: an area, a birthday, an order. */
const body = fc.record({
  area: fc.integer({ min: 110_000, max: 829_999 }), year: fc.integer({ min: 1920, max: 2026 }), month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }), order: fc.integer({ min: 0, max: 999 }),
}).map(({ area, year, month, day, order }) => `${area}${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`)

const proofs = [...'0123456789X']
/** GB 11643, as ISO 7064 MOD 11-2 says it: the sum over all 18 places is 1 modulo 11. */
const proves = (places: string) => (proof: string) =>
  (weights.reduce((sum, weight, at) => sum + weight * Number(places[at]), 0) + proofs.indexOf(proof)) % 11 === 1

export const citizenNumber = body.map((places) => `${places}${proofs.find(proves(places))}`)
export const wrongCitizenNumber = fc.tuple(body, fc.nat(9)).map(([places, at]) =>
  `${places}${proofs.filter((proof) => !proves(places)(proof))[at]}`)

export const wide = (text: string) => text.replace(/[0-9X]/g, (narrow) => String.fromCharCode(narrow.charCodeAt(0) + 0xfee0))

const gap = fc.constantFrom('', '', '', ' ', '-', '　', ' - ', '–', '\u00a0', '－')
/** Groups eleven digits as a mobile number is written, 3-4-4. */
export const grouped = fc.tuple(gap, gap).map(([first, second]) => (text: string) =>
  `${text.slice(0, 3)}${first}${text.slice(3, 7)}${second}${text.slice(7)}`)

/** Puts blanks and hyphens between some of the characters of a text. */
export const withGaps = fc.array(gap, { minLength: 17, maxLength: 17 })
  .map((gaps) => (text: string) => [...text].map((each, at) => each + (at < text.length - 1 ? gaps[at] : '')).join(''))
