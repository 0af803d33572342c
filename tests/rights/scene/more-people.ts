import type { Queryable } from '../../../supabase/embedded/database.ts'
import { codeOf, hashOf } from '../../make/invitation.ts'
import { documentId, personId } from '../../make/payload.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'

export interface MorePerson {
  readonly id: string
  readonly organisation: number | null
  readonly createdBy: Persona | null
  readonly mergedInto: Persona | null
}

const person = (word: string, more: Partial<MorePerson> = {}): MorePerson =>
  ({ id: personId(word), organisation: 121, createdBy: null, mergedInto: null, ...more })

/** People beside the cast, none with an account. */
export const morePeople = {
  /** A trainee, of no organisation. */
  typed: person('typed by the author', { organisation: null, createdBy: 'author' }),
  invited: person('invited to 121', { createdBy: 'organisationManager' }),
  merged: person('entered twice', { mergedInto: 'colleague' }),
  /** Works for 121 and manages 容城: two roles that few reach both. */
  twofold: person('with two roles'),
} satisfies Record<string, MorePerson>
export type MorePersonName = keyof typeof morePeople

export const twofoldRoles = { worker: 9801, manager: 9802 } as const

interface Invitation {
  readonly id: string
  readonly code: string
  readonly person: string
  readonly madeBy: Persona
  readonly purpose: 'join' | 'recover'
  readonly withdrawn: boolean
}

export const invitations = {
  join: { id: documentId(9541), code: codeOf(9541), person: morePeople.invited.id, madeBy: 'organisationManager', purpose: 'join', withdrawn: false },
  recovery: { id: documentId(9542), code: codeOf(9542), person: personId('dingzhouAuthor'), madeBy: 'dingzhouManager', purpose: 'recover', withdrawn: false },
  withdrawn: { id: documentId(9543), code: codeOf(9543), person: morePeople.invited.id, madeBy: 'wuchuanManager', purpose: 'join', withdrawn: true },
  /** Made when its maker still managed somebody. */
  lapsed: { id: documentId(9544), code: codeOf(9544), person: personId('colleague'), madeBy: 'expiredManager', purpose: 'recover', withdrawn: false },
} satisfies Record<string, Invitation>

/** Writes people, roles, invitations and a merge, as the owner. */
export async function addMorePeople(tx: Queryable): Promise<void> {
  for (const [name, { id, organisation, createdBy, mergedInto }] of Object.entries<MorePerson>(morePeople)) {
    await tx.query('insert into app.people (id, name, organisation_id, created_by, merged_into) values ($1, $2, $3, $4, $5)',
      [id, `学员 ${name}`, organisation, createdBy && personId(createdBy), mergedInto && personId(mergedInto)])
  }
  await tx.query(`insert into app.memberships (id, person_id, role, organisation_id, area_id) overriding system value
    values ($2, $1, 'field_worker', 121, null), ($3, $1, 'area_manager', null, 130629)`,
  [morePeople.twofold.id, twofoldRoles.worker, twofoldRoles.manager])
  await tx.query('insert into app.people_merges (gone_id, kept_id, merged_by) values ($1, $2, $3)',
    [morePeople.merged.id, personId('colleague'), personId('organisationManager')])
  for (const { id, code, person: whose, madeBy, purpose, withdrawn } of Object.values<Invitation>(invitations)) {
    await tx.query(`insert into app.invitations (id, purpose, person_id, role, organisation_id, code_sha256, made_by, expires_at, withdrawn_at)
      values ($1, $2, $3, $4, $5::int, $6, $7, now() + interval '7 days', case when $8::boolean then now() end)`,
    [id, purpose, whose, purpose === 'join' ? 'field_worker' : null, purpose === 'join' ? 121 : null, hashOf(code), personId(madeBy), withdrawn])
  }
}
