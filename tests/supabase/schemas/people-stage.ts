import type { NewInvitation } from '../../../src/domain/people-admin.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { actAs } from '../../database/persona.ts'
import { personId } from '../../make/payload.ts'
import type { Persona } from './cast.ts'
import { valueOf, type Stage } from './stage.ts'

/** An auth user who has just signed up. */
export const newUser = (n: number) => personId(`new user ${n}`) as string

/** How a call fails, with its detail: `403 forbidden 0:place`; null when it went through. */
export async function refusalOf(tx: Queryable, call: string, params: readonly unknown[] = []): Promise<string | null> {
  await tx.exec('savepoint attempt')
  try {
    await tx.query(`select ${call}`, params)
  } catch (error) {
    await tx.exec('rollback to savepoint attempt')
    const state: unknown = error instanceof Error ? Reflect.get(error, 'code') : null
    if (!(error instanceof Error) || state !== 'PGRST') return String(state)
    const { code, details } = JSON.parse(error.message) as { code: string; details: string }
    const { status } = JSON.parse(String(Reflect.get(error, 'detail'))) as { status: number }
    return `${status} ${code} ${details}`.trim()
  }
  await tx.exec('release savepoint attempt')
  return null
}

export const invite = async (stage: Stage, who: Persona | null, ...items: readonly NewInvitation[]) =>
  refusalOf(await stage.as(who), 'api.invite($1)', [JSON.stringify(items)])

/** Joins as an auth user by its id. */
export async function join(stage: Stage, user: string, code: string, account: string): Promise<string | null> {
  const tx = await stage.owner()
  await actAs(tx, user)
  return refusalOf(tx, 'api.join($1, $2)', [code, account])
}

/** What api.me says to an auth user: their person and roles, or how it fails. */
export async function meOf(stage: Stage, user: string): Promise<string> {
  const tx = await stage.owner()
  await actAs(tx, user)
  const refusal = await refusalOf(tx, 'api.me()')
  if (refusal) return refusal
  const me = JSON.parse(await valueOf<string>(tx, 'select api.me()::text')) as
    { person_id: string; memberships: { role: string; organisation_id: number | null; area_id: number | null }[] }
  return `${me.person_id} ${me.memberships.map((m) => `${m.role} ${m.organisation_id ?? m.area_id}`).sort().join(', ')}`
}

export const asOrganisationManager = async (stage: Stage, who: Persona, organisation: number) =>
  (await stage.owner()).query("update app.memberships set role = 'organisation_manager', organisation_id = $2 where person_id = $1", [personId(who), organisation])

export const membershipOf = async (stage: Stage, who: string): Promise<number> =>
  valueOf<number>(await stage.owner(), 'select id from app.memberships where person_id = $1 order by id desc limit 1', [who])
