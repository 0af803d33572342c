import { failed, success, type Result } from '@/domain/failure'
import type { SessionSheet } from '@/domain/session-sheet'
import { call, type Server } from './client'

/** An answer that has this key; anything else, a portal's page included, is none of ours. */
const expect = <T>(answer: Result<unknown>, key: string): Result<T> => {
  if (!answer.ok) return answer
  const { value } = answer
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? success(value as T) : failed('offline', { detail: 'not our answer' })
}

export const openSessionSheet = (open: () => Promise<Server | null>): SessionSheet => ({
  async openCode(id, minutes) {
    return expect(await call(open, 'open_session_code', { document: id, minutes }), 'token')
  },
  async entries(id) {
    return expect(await call(open, 'session_entries', { document: id }), 'entries')
  },
  async settle(entry, person) {
    const answer = expect(await call(open, 'settle_session_entry', { entry, accepted: person !== null, person }), 'settled')
    return answer.ok ? success(undefined) : answer
  },
  async codeState(token) {
    return expect(await call(open, 'session_code_state', { code: token }), 'state')
  },
  async submit(token, { id, name, organisation, title_level, phone }) {
    return expect(await call(open, 'submit_session_entry', { code: token, entry: id, name, organisation, title_level, phone }), 'state')
  },
})
