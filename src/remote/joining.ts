import { failed, success, type Result } from '@/domain/failure'
import type { CodeState, Joining } from '@/domain/people-admin'
import { call, type Server } from './client'
import { failureOf, type ApiError } from './failure'

const has = (value: unknown, key: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, key)

/** What the auth service says of an address that somebody has already, in the words of both backends. */
const isTaken = (error: ApiError) =>
  error.code === 'user_already_exists' || error.code === 'email_exists' || /already (been )?registered|already exists/iu.test(error.message ?? '')

export const openJoining = (open: () => Promise<Server | null>): Joining => ({
  async codeState(code) {
    const answer = await call(open, 'invitation_state', { code })
    if (!answer.ok) return answer
    return has(answer.value, 'state') ? success(answer.value as CodeState) : failed('offline', { detail: 'not our answer' })
  },
  async account() {
    const { data } = (await (await open())?.client.auth.getSession()) ?? { data: null }
    return data?.session?.user.email?.split('@')[0] ?? null
  },
  async signUp(account, password) {
    const server = await open()
    if (!server) return failed('offline', { detail: 'no configuration' })
    const { auth } = server.client
    const given = { email: `${account}@${server.config.accountDomain}`, password }
    const { data, error } = await auth.signUp(given)
    if (!error && data.session) return success(undefined)
    if (error && !isTaken(error as ApiError))
      return { ok: false, failure: failureOf(error as ApiError, error.status ?? 0, server.retryAfter()) }
    // Taken, or a service that does not say so: ours if the password is right, as when an earlier answer was lost.
    const again = await auth.signInWithPassword(given)
    if (!again.error) return success(undefined)
    const failure = failureOf(again.error as ApiError, again.error.status ?? 0, server.retryAfter())
    if (again.error.status === 429) return { ok: false, failure: { ...failure, code: 'tooManyAttempts' } }
    return { ok: false, failure: failure.code === 'wrongPassword' ? { ...failure, code: 'conflict' } : failure }
  },
  async join(code, account): Promise<Result<void>> {
    const answer = await call(open, 'join', { code, account })
    if (!answer.ok) return answer
    return has(answer.value, 'joined') ? success(undefined) : failed('offline', { detail: 'not our answer' })
  },
})
