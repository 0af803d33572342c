import { ownerRole } from '../../../supabase/embedded/bootstrap.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import { personId } from '../../make/payload.ts'
import { openTestDatabase, type TestDatabase } from '../../database/open-test-database.ts'

interface Part {
  readonly role?: 'field_worker' | 'organisation_manager' | 'area_manager' | 'administrator'
  readonly organisation?: number
  readonly area?: number
  /** Days from today. */
  readonly from?: number
  readonly to?: number
  readonly ended?: boolean
  readonly disabled?: boolean
}

const worker = (organisation: number, more: Part = {}): Part => ({ role: 'field_worker', organisation, ...more })
const manager = (area: number, more: Part = {}): Part => ({ role: 'area_manager', area, ...more })

/**
 * Everybody the tests act as. 务川县中医院 is 121 and 定州市中医院 123; 定州 (130682) reports to 河北 and not to 保定
 * (130600), 容城 (130629) to 雄安 (area 2), 曲阳 (130634) to 保定.
 */
const parts = {
  author: worker(121),
  colleague: worker(121),
  organisationManager: { role: 'organisation_manager', organisation: 121 },
  otherOrganisation: worker(10001),
  wuchuanManager: manager(520326),
  zunyiManager: manager(520300),
  guizhouManager: manager(520000),
  dingzhouAuthor: worker(123),
  dingzhouColleague: worker(123),
  dingzhouManager: manager(130682),
  rongchengManager: manager(130629),
  quyangManager: manager(130634),
  baodingManager: manager(130600),
  xionganManager: manager(2),
  shijiazhuangManager: manager(130100),
  hebeiManager: manager(130000),
  countryManager: manager(1),
  withoutMembership: {},
  administrator: { role: 'administrator' },
  expired: worker(123, { from: -30, to: -1 }),
  notBegun: worker(123, { from: 1 }),
  switchedOff: worker(123, { ended: true }),
  expiredManager: manager(130629, { from: -30, to: -1 }),
  disabled: worker(123, { disabled: true }),
  disabledManager: manager(130629, { disabled: true }),
} satisfies Record<string, Part>

export type Persona = keyof typeof parts
export const personas = Object.keys(parts) as Persona[]

/** The auth user of a persona; its person is `personId(persona)`. */
export const userOf = (persona: Persona): string => personId(`user of ${persona}`)

/** A signed-up account that joined nothing: an auth user without a person. */
export const stranger = personId('user without a person') as string

/** Puts the whole cast into a prepared database. */
export async function addCast(database: Pick<Queryable, 'query'>): Promise<void> {
  const rows = Object.entries(parts).map(([word, part], index) => ({
    ...part, word, id: personId(word), user_id: userOf(word as Persona), account: `player-${index}`,
  }))
  await database.query(castSql, [JSON.stringify(rows)])
}

/** A fresh database with the whole cast in it. */
export async function openWithCast(): Promise<TestDatabase> {
  const database = await openTestDatabase()
  await addCast(database)
  return database
}

export const asOwner = `set local role ${ownerRole}`

const castSql = `
  with part as (
    select * from jsonb_to_recordset(($1::text)::jsonb) as p(word text, id uuid, user_id uuid, account text, role text,
      organisation int, area int, "from" int, "to" int, ended boolean, disabled boolean)
  ), people as (
    insert into app.people (id, name, organisation_id) select id, '演员' || account, organisation from part
  ), accounts as (
    insert into app.accounts (user_id, person_id, name, active) select user_id, id, account, disabled is not true from part
  )
  insert into app.memberships (person_id, role, organisation_id, area_id, valid_from, valid_to, active)
  select id, role, organisation, area, private.china_day(now()) + coalesce("from", -400),
    private.china_day(now()) + "to", ended is not true
  from part where role is not null`
