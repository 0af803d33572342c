import { shallowRef } from 'vue'
import { useContainer } from '@/container'
import type { Failure } from '@/domain/failure'
import { codeBytes, makeInvitationCode, plainCode } from '@/domain/invitation-code'
import type { NewInvitation, Purpose } from '@/domain/people-admin'
import type { Role } from '@/domain/ports'
import { addDays, chinaDay } from '@/domain/day'

/** A code with what has to be read beside it. It is known here and on paper only, and gone when the page is left. */
export interface MadeCode {
  readonly id: string
  readonly code: string
  readonly address: string
  readonly purpose: Purpose
  readonly name: string
  readonly role: Role | null
  readonly place: string
  readonly until: string
}

export interface Asked extends Omit<NewInvitation, 'id' | 'code_sha256'> {
  /** Whom it is for and where, in words for the sheet. */
  readonly shown: string
  readonly place: string
}

/** Makes invitations: the codes come to be here, the server hears of their hashes. */
export function useInvitations() {
  const { peopleAdmin, random, hash, makeId, clock } = useContainer()
  const made = shallowRef<readonly MadeCode[]>([])

  /** Gives what went wrong, or null; all or none of them are made. */
  async function make(asked: readonly Asked[]): Promise<Failure | null> {
    const codes = asked.map(() => makeInvitationCode(random(codeBytes)))
    const sent: NewInvitation[] = await Promise.all(asked.map(async ({ shown: _shown, place: _place, ...rest }, n) =>
      ({ ...rest, id: makeId(), code_sha256: await hash(plainCode(codes[n] ?? '')) })))
    const answer = await peopleAdmin.invite(sent)
    if (!answer.ok) return answer.failure
    made.value = asked.map(({ purpose, shown, role, place, days }, n) => ({
      id: sent[n]?.id ?? '', code: codes[n] ?? '', purpose, name: shown, role: role ?? null, place,
      address: `${location.origin}/sign-up#${codes[n]}`,
      until: addDays(chinaDay(new Date(clock.now())), days),
    }))
    return null
  }

  return { made, make }
}
