import { failed, success, type Result } from '@/domain/failure'
import type { Identity, Membership, Session } from '@/domain/ports'
import type { PersonId } from '@/domain/id'
import { call, sessionKey, type Server } from './client'
import { failureOf, type ApiError } from './failure'

interface Me {
  person_id: string
  name: string
  account: string
  memberships: Membership[]
}

const isMe = (value: unknown): value is Me =>
  typeof value === 'object' && value !== null && typeof (value as Me).person_id === 'string' &&
  Array.isArray((value as Me).memberships)

export function openSession(open: () => Promise<Server | null>): Session {
  const refresh = async (): Promise<Result<Identity>> => {
    const answer = await call(open, 'me', {})
    if (!answer.ok) return answer
    const me = answer.value
    if (!isMe(me)) return failed('offline', { detail: 'not our answer' })
    return success({
      personId: me.person_id as PersonId, name: me.name, account: me.account, memberships: me.memberships,
    })
  }
  return {
    refresh,
    async signIn(account, password) {
      const server = await open()
      if (!server) return failed('offline', { detail: 'no configuration' })
      const email = `${account.trim().toLowerCase()}@${server.config.accountDomain}`
      const { error } = await server.client.auth.signInWithPassword({ email, password })
      if (!error) return refresh()
      const failure = failureOf(error as ApiError, error.status ?? 0, server.retryAfter())
      return { ok: false, failure: error.status === 429 ? { ...failure, code: 'tooManyAttempts' } : failure }
    },
    async signOut() {
      const server = await open()
      const answer = await server?.client.auth.signOut({ scope: 'local' })
      // Without a network the library keeps the session; a shared phone must not.
      if (answer?.error) localStorage.removeItem(sessionKey)
    },
  }
}
