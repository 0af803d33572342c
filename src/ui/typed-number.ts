/**
 * Reads a number as people type it: full-width digits and marks of a Chinese keyboard, grouping commas and blanks are
 * understood. Gives null for no text, undefined for text that is no number with at most `decimals` digits after the
 * point.
 */
export const readNumber = (text: string, decimals: number): number | null | undefined => {
  const plain = text.normalize('NFKC').replace(/。/g, '.').replace(/[−–—]/g, '-').replace(/[,，、\s]/g, '')
  if (plain === '') return null
  const match = /^-?(\d+)(?:\.(\d*))?$/.exec(plain) ?? /^-?()\.(\d+)$/.exec(plain)
  if (!match || (match[2] ?? '').length > decimals) return undefined
  const value = Number(plain)
  return Number.isSafeInteger(Math.trunc(value)) ? value : undefined
}

/** Adds `step` without the dust of binary fractions and keeps the result within the bounds. */
export const stepNumber = (
  from: number | null,
  step: number,
  decimals: number,
  min = -Infinity,
  max = Infinity,
): number =>
  Math.min(max, Math.max(min, Number(((from ?? 0) + step).toFixed(decimals))))
