import { beforeEach, expect, it } from 'vitest'
import { actingBook, identityBook } from '../../src/app/identity-book.ts'
import type { Identity, Membership } from '../../src/domain/ports.ts'
import { authorId } from '../make/payload.ts'

const membership = (id: number): Membership => ({
  id, role: 'field_worker', organisation_id: id, organisation_name: '', area_id: null, area_name: '', county_id: 520326,
})
const identity: Identity = { personId: authorId, name: '田杜仲', account: 'wcyisheng', memberships: [membership(4), membership(7)] }

beforeEach(() => localStorage.clear())

it('knows who used this device last until they leave', () => {
  expect(identityBook.read()).toBeNull()
  identityBook.write(identity)
  expect(identityBook.read()).toEqual(identity)
  identityBook.clear()
  expect(identityBook.read()).toBeNull()
})

it('acts for the membership chosen last, else for the first', () => {
  expect(actingBook.read(identity)?.id).toBe(4)
  actingBook.write(identity, 7)
  expect(actingBook.read(identity)?.id).toBe(7)
  expect(actingBook.read({ ...identity, memberships: [membership(4)] })?.id).toBe(4)
  expect(actingBook.read({ ...identity, memberships: [] })).toBeUndefined()
})
