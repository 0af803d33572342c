import { failureCodes, type Failure, type FailureCode } from '@/domain/failure'

/** What an answer of the API says when it is no success, in any of the shapes that the services use. */
export interface ApiError {
  readonly message?: string
  readonly code?: string | undefined
  readonly details?: string | null
  readonly status?: number | string | undefined
  readonly statusCode?: number | string | undefined
  readonly name?: string | undefined
}

const known = new Set<string>(failureCodes)

const byStatus: Readonly<Record<number, FailureCode>> = {
  0: 'offline',
  401: 'signedOut',
  403: 'forbidden',
  404: 'notFound',
  408: 'busy',
  409: 'conflict',
  413: 'tooLarge',
  422: 'invalid',
  425: 'busy',
  426: 'updateRequired',
  429: 'busy',
  502: 'busy',
  503: 'busy',
  504: 'busy',
}

/**
 * The one table that knows HTTP and the services' codes. Anything not listed is `unknown`, which is tried again:
 * nothing is given up on a guess. A page that is no JSON (a captive portal's) is no answer at all.
 */
export function failureOf(error: ApiError, status: number, retryAfter?: number): Failure {
  const ours = error.code !== undefined && known.has(error.code)
  // A database's own details may quote a row.
  const detail = [error.code ?? error.name, ours ? error.details : '', String(status)].filter(Boolean).join(' ')
  const more = retryAfter === undefined ? { detail } : { detail, retryAfter }
  if (ours) return { code: error.code as FailureCode, ...more }
  if (status >= 200 && status < 400) return { code: 'offline', ...more }
  if (error.name === 'AuthRetryableFetchError' || /is not valid JSON|Unexpected token/i.test(error.message ?? ''))
    return { code: 'offline', ...more }
  if (error.code === 'invalid_credentials' || (status === 400 && /invalid login/i.test(error.message ?? '')))
    return { code: 'wrongPassword', ...more }
  if (error.code === 'PGRST301' || error.code === 'PGRST303') return { code: 'signedOut', ...more }
  return { code: byStatus[Number(error.statusCode ?? status)] ?? byStatus[status] ?? 'unknown', ...more }
}
