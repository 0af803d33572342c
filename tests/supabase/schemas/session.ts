import type { Parcel } from '../../../src/domain/document.ts'
import { openPostgres } from '../../../supabase/embedded/database-postgres.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { actAs } from '../../database/persona.ts'
import { userOf, type Persona } from './cast.ts'
import { pushThrough, type VerdictRow } from './stage.ts'

/** A connection of one's own, with a transaction open as a persona. On PostgreSQL only. */
export interface Session {
  push(parcels: readonly Parcel[]): Promise<readonly VerdictRow[]>
  commit(): Promise<void>
}

const urlOf = ({ url }: TestDatabase): string => {
  if (url === null) throw new Error('PGlite has one session')
  return url
}

export async function openSession(database: TestDatabase, persona: Persona): Promise<Session> {
  const { database: own } = openPostgres(urlOf(database))
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => { finish = resolve })
  let done: Promise<void> = Promise.resolve()
  const tx = await new Promise<Queryable>((resolve, reject) => {
    done = own.transaction(async (inner) => {
      resolve(inner)
      await finished
    })
    done.catch(reject)
  })
  await actAs(tx, userOf(persona))
  return {
    push: async (items) => (await pushThrough(tx, { protocol: 1, items })).items,
    commit: async () => {
      finish()
      await done
      await own.close()
    },
  }
}

/** Pushes batches of several people, all at once, each in a session and a transaction of its own. */
export async function pushAtOnce(
  database: TestDatabase, batches: readonly { readonly persona: Persona; readonly parcels: readonly Parcel[] }[],
): Promise<VerdictRow[][]> {
  const sessions = batches.map(() => openPostgres(urlOf(database)).database)
  try {
    return await Promise.all(batches.map(({ persona, parcels }, at) => sessions[at]?.transaction(async (tx) => {
      await actAs(tx, userOf(persona))
      return [...(await pushThrough(tx, { protocol: 1, items: parcels })).items]
    }) ?? []))
  } finally {
    await Promise.all(sessions.map((session) => session.close()))
  }
}
