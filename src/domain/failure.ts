/** Every way in which asking the outside world can be refused. Bugs are exceptions; these are values. */
export const failureCodes = [
  'offline', // no answer, or none that is provably ours
  'signedOut', // the server knows no session; work goes on locally
  'wrongPassword',
  'tooManyAttempts',
  'forbidden',
  'notFound',
  'conflict',
  'invalid',
  'tooLarge',
  'busy', // the server asks to come back later
  'updateRequired',
  'storageFull',
  'unreadable', // a file that cannot be read as what it claims to be
  'unknown',
] as const

export type FailureCode = (typeof failureCodes)[number]

export interface Failure {
  readonly code: FailureCode
  /** For the diagnosis page, never shown as the message itself; holds no personal data. */
  readonly detail?: string
  /** Seconds the server asked to wait. */
  readonly retryAfter?: number
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const success = <T>(value: T): Result<T> => ({ ok: true, value })

export const failed = (code: FailureCode, more: Omit<Failure, 'code'> = {}): Result<never> => ({
  ok: false,
  failure: { code, ...more },
})
