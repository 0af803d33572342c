/** `error` blocks submission; `warning` asks for a reason. Neither ever blocks a draft. */
export type ProblemLevel = 'error' | 'warning'

/** Something wrong with a record, at one field, said by a code that the locale files turn into words. */
export interface Problem {
  readonly level: ProblemLevel
  readonly code: string
  /** Path of the field: `header.title`, `answers.staff_count`, `answers.filings.0.filed_on`. */
  readonly field: string
  readonly params?: Readonly<Record<string, string | number>>
}

export const errorAt = (field: string, code: string, params?: Problem['params']): Problem =>
  params ? { level: 'error', code, field, params } : { level: 'error', code, field }

export const warningAt = (field: string, code: string, params?: Problem['params']): Problem =>
  params ? { level: 'warning', code, field, params } : { level: 'warning', code, field }

/** Warnings that nobody has given a reason for yet, and every error: what stands between a draft and submission. */
export function standing(problems: readonly Problem[], reasons: Readonly<Record<string, string>>): Problem[] {
  return problems.filter(({ level, code }) => level === 'error' || !reasons[code]?.trim())
}
