import { shallowRef } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import { identityBook } from '@/app/identity-book'
import { makeRenewal } from '@/app/renew'
import type { Workplace } from '@/container'
import { failed, success, type Result } from '@/domain/failure'
import type { Identity, Membership } from '@/domain/ports'
import { authorId, colleagueId } from '../make/payload.ts'

const membership = (id: number): Membership => ({
  id, role: 'field_worker', organisation_id: (100 + id) as never, organisation_name: `单位${id}`, area_id: null, area_name: '', county_id: 520326 as never,
})
const identity = (...memberships: Membership[]): Identity => ({ personId: authorId, name: '演员', account: 'player', memberships })

describe('the renewal of rights', () => {
  let time = 0
  let answer: Result<Identity>
  let calls = 0
  let asked: unknown[] = []
  let rounds = 0
  const workplace = shallowRef<Workplace | null>(null)
  const make = () => makeRenewal({ workplace, clock: { now: () => time }, askAgain: async (local) => { asked.push(local) }, session: { refresh: async () => { calls += 1; return answer } } })

  beforeEach(() => {
    localStorage.clear()
    time = 0
    calls = 0
    asked = []
    rounds = 0
    const known = identity(membership(1))
    workplace.value = {
      identity: known, acting: known.memberships[0], sync: { soon: () => (rounds += 1) },
      local: 'the store',
    } as unknown as Workplace
  })

  it('takes over a membership that began, and acts for another when the chosen one ended', async () => {
    answer = success(identity(membership(2)))
    await make()()

    expect(workplace.value?.identity.memberships.map(({ id }) => id)).toEqual([2])
    expect(workplace.value?.acting?.id).toBe(2)
    expect([asked, rounds]).toEqual([['the store'], 1])
    expect(identityBook.read()?.memberships.map(({ id }) => id)).toEqual([2])
  })

  it('leaves everything as it is when nothing changed, when it is refused, and for an answer about somebody else', async () => {
    const before = workplace.value
    for (answer of [success(identity(membership(1))), failed('forbidden', {}), success({ ...identity(), personId: colleagueId })]) {
      await make()()
      expect(workplace.value).toBe(before)
      expect(rounds).toBe(0)
    }
    expect(identityBook.read()).toBeNull()
  })

  it('asks once a minute at most', async () => {
    answer = success(identity(membership(1)))
    const renew = make()
    for (const at of [0, 1, 59_999, 60_000]) {
      time = at
      await renew()
    }
    expect(calls).toBe(2)
  })
})
