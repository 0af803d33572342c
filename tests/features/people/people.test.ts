import { describe, expect, it } from 'vitest'
import type { ListedPerson } from '../../../src/domain/people-admin'
import { reasonOf } from '../../../src/domain/people-admin'
import { isMeant } from '../../../src/features/people/use-people'
import { personId } from '../../make/payload'

const person: ListedPerson = {
  id: personId('a'), name: '岑白术', title_level: 'none', category: 'tcm', organisation_id: 1, organisation_name: '某县中医院', state: 'active',
  manageable: true, account: 'cbs1001', roles: [], invited_until: null,
}

describe('who is looked for', () => {
  it.each(['', '白术', 'cbs', ' CBS ', 'bs1001', '中医院'])('is found by “%s”', (typed) => expect(isMeant(person, typed)).toBe(true))
  it.each(['钟', 'zz', '1002'])('is not found by “%s”', (typed) => expect(isMeant(person, typed)).toBe(false))
})

describe('the reason of a failure', () => {
  it.each([
    ['invalid lastManager 422', 'lastManager'], ['invalid 3:member 422', 'member'], ['notFound unknown 404', 'unknown'],
    ['forbidden 0:place 403', 'place'], ['no configuration', ''], ['forbidden no person 403', ''], ['forbidden 403', ''], [undefined, ''],
  ] as const)('in %s is “%s”', (detail, reason) => expect(reasonOf(detail)).toBe(reason))
})
