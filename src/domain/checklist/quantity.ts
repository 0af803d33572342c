/** Beyond this a count is a slip of the finger; it also keeps every product below 2^53. */
const most = 1_000_000

/** A decimal of at most two places from 0 to a million as whole hundredths; null for anything else. */
export function hundredths(value: unknown): number | null {
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) return null
  const whole = Math.round(value * 100) + 0
  return whole / 100 === value ? whole : null
}

/** A whole number from 0 to a million; null for anything else. */
export const wholeNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value + 0 : null

/** A quotient of whole numbers, neither negative, as the nearest whole number; a half goes up. */
export const roundedQuotient = (part: number, whole: number): number => Math.floor((2 * part + whole) / (2 * whole))

/** Hundredths as a person writes them: 20 is 0.2, 10000 is 100. */
export function decimalText(value: number): string {
  const rest = value % 100
  const whole = String(Math.floor(value / 100))
  if (rest === 0) return whole
  return `${whole}.${rest % 10 === 0 ? rest / 10 : String(rest).padStart(2, '0')}`
}
