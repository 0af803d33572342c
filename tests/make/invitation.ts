import { createHash } from 'node:crypto'
import { makeInvitationCode, plainCode } from '../../src/domain/invitation-code.ts'
import type { NewInvitation } from '../../src/domain/people-admin.ts'
import { documentId, personId } from './payload.ts'

/** The nth code, always the same. */
export const codeOf = (n: number): string => makeInvitationCode(createHash('sha256').update(`code ${n}`).digest().subarray(0, 10))
export const hashOf = (code: string) => createHash('sha256').update(plainCode(code)).digest('hex') as NewInvitation['code_sha256']

/** The nth invitation, of somebody new to 务川县中医院, good for a week. */
export const makeInvitation = (n: number, more: Partial<Record<keyof NewInvitation, unknown>> = {}): NewInvitation => ({
  id: documentId(300 + n), code_sha256: hashOf(codeOf(n)), purpose: 'join', person_id: personId(`invited ${n}`), days: 7,
  role: 'field_worker', organisation_id: 121, area_id: null, name: '岑白术', title_level: 'intermediate', category: 'tcm', ...more,
}) as NewInvitation

/** A one-time code for somebody who is there. */
export const makeRecovery = (n: number, person: string, more: Partial<Record<keyof NewInvitation, unknown>> = {}): NewInvitation => ({
  id: documentId(300 + n), code_sha256: hashOf(codeOf(n)), purpose: 'recover', person_id: person, days: 3, ...more,
}) as NewInvitation
