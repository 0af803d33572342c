import type { RosterRow } from './answers'

/** A number with its last digits, which are what counts on; null when it has none. */
function counterOf(number: string) {
  const [, before = '', digits, after = ''] = /^(.*?)(\d+)(\D*)$/su.exec(number.trim()) ?? []
  return digits === undefined ? null : { before, digits, after }
}

/** The number after this one, at least as wide: `绍中适宜2026-009` → `…-010`. Null when it holds no digit to count on. */
export function nextCertificateNo(number: string): string | null {
  const counter = counterOf(number)
  return counter && `${counter.before}${(BigInt(counter.digits) + 1n).toString().padStart(counter.digits.length, '0')}${counter.after}`
}

/** The highest of those numbers that are written as the first of them is; empty when none counts on. */
export function highestCertificateNo(numbers: readonly string[]): string {
  const counters = numbers.flatMap((number) => counterOf(number) ?? [])
  const [first] = counters
  if (!first) return ''
  const alike = counters.filter(({ before, after }) => before === first.before && after === first.after)
  const highest = alike.reduce((most, each) => (BigInt(each.digits) > BigInt(most.digits) ? each : most))
  return `${highest.before}${highest.digits}${highest.after}`
}

/**
 * Numbers from `start` on, in the order of the roster, for all who passed and have none yet; numbers that the roster
 * holds already, or another session has `issued`, are skipped. Gives the roster and the number that comes next.
 */
export function numberCertificates(
  roster: readonly RosterRow[], start: string, issued: Pick<ReadonlySet<string>, 'has'> = new Set(),
): { readonly roster: readonly RosterRow[]; readonly next: string } {
  const used = new Set(roster.map(({ certificate_no }) => certificate_no.trim()))
  const free = (from: string | null): string => {
    let number = from
    while (number && (used.has(number) || issued.has(number))) number = nextCertificateNo(number)
    return number ?? ''
  }
  let next = free(start.trim())
  const numbered = roster.map((row) => {
    if (row.passed !== true || row.certificate_no.trim() || !next) return row
    const certificate_no = next
    used.add(certificate_no)
    next = free(nextCertificateNo(certificate_no))
    return { ...row, certificate_no }
  })
  return { roster: numbered, next }
}
