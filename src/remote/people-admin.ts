import { failed, success, type Result } from '@/domain/failure'
import type { PeopleAdmin } from '@/domain/people-admin'
import { call, type Server } from './client'

/** An answer that has this key; anything else, a portal's page included, is none of ours. */
const expect = <T>(answer: Result<unknown>, key: string): Result<T> => {
  if (!answer.ok) return answer
  const { value } = answer
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? success(value as T) : failed('offline', { detail: 'not our answer' })
}
const done = (answer: Result<unknown>, key: string): Result<void> => {
  const word = expect(answer, key)
  return word.ok ? success(undefined) : word
}
const rows = <T>(answer: Result<unknown>): Result<T> => {
  const word = expect<{ rows: T }>(answer, 'rows')
  return word.ok ? success(word.value.rows) : word
}

// Lists go as text: drivers may encode json arguments twice.
export const openPeopleAdmin = (open: () => Promise<Server | null>): PeopleAdmin => ({
  people: async (words, organisation) => expect(await call(open, 'managed_people', { words, organisation }), 'people'),
  person: async (person) => expect(await call(open, 'managed_person', { person }), 'accounts'),
  reach: async (words) => expect(await call(open, 'my_reach', { words }), 'organisations'),
  invite: async (invitations) => done(await call(open, 'invite', { invitations: JSON.stringify(invitations) }), 'made'),
  withdraw: async (invitation) => done(await call(open, 'withdraw_invitation', { invitation }), 'withdrawn'),
  endMembership: async (membership, at_once) => done(await call(open, 'end_membership', { membership, at_once }), 'ended'),
  transfer: async (membership, organisation, role, at_once) =>
    done(await call(open, 'transfer_person', { membership, organisation, role, at_once }), 'transferred'),
  setDisabled: async (person, disabled) => done(await call(open, 'set_disabled', { person, disabled }), 'disabled'),
  merge: async (gone, kept, both_accounts) => done(await call(open, 'merge_people', { gone, kept, both_accounts }), 'merged'),
  undoMerge: async (gone) => done(await call(open, 'undo_merge', { gone }), 'undone'),
  importPeople: async (people) => rows(await call(open, 'import_people', { people: JSON.stringify(people) })),
  importOrganisations: async (organisations) =>
    rows(await call(open, 'import_organisations', { organisations: JSON.stringify(organisations) })),
})
