import type { RosterRow } from './answers'

/** The number after this one, at least as wide: `绍中适宜2026-009` → `…-010`. Null when it holds no digit to count on. */
export function nextCertificateNo(number: string): string | null {
  const [, before = '', digits, after = ''] = /^(.*?)(\d+)(\D*)$/su.exec(number.trim()) ?? []
  return digits === undefined ? null : `${before}${(BigInt(digits) + 1n).toString().padStart(digits.length, '0')}${after}`
}

/**
 * Numbers from `start` on, in the order of the roster, for all who passed and have none yet; numbers that the roster
 * holds already are skipped. Gives the roster and the number that comes next.
 */
export function numberCertificates(
  roster: readonly RosterRow[], start: string,
): { readonly roster: readonly RosterRow[]; readonly next: string } {
  const used = new Set(roster.map(({ certificate_no }) => certificate_no.trim()))
  const free = (from: string | null): string => {
    let number = from
    while (number && used.has(number)) number = nextCertificateNo(number)
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
