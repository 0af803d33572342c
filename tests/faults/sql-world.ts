import { documentId, makeAnswers, makeHeader, makeParticipant, makePayload, personId } from '../make/payload.ts'
import { makePlainPicture } from '../make/plain-picture.ts'
import { addCast, userOf } from '../supabase/schemas/cast.ts'
import type { Database } from '../../supabase/embedded/database.ts'
import { Phone } from './phone.ts'
import { SqlRemote } from './sql-remote.ts'
import { openSqlServer, serverOf, type SqlServer } from './sql-server.ts'
import type { World } from './world.ts'

const people = ['author', 'colleague'] as const
type Player = (typeof people)[number]

export interface SqlStage extends SqlServer {
  /** Codes of techniques: the marks of edits, which the server knows. */
  readonly codes: readonly string[]
}

/** Puts the cast into a prepared database for schedules to play in, one after the other. */
export async function openSqlStage(database: Database): Promise<SqlStage> {
  const server = await openSqlServer(database)
  await addCast(database)
  const rows = await database.query<{ code: string }>('select code from app.techniques order by code')
  return { ...server, codes: rows.map(({ code }) => code) }
}

/** How many phones the nth schedule has: 2 to 6. From four on they belong to two people. */
export const phonesOf = (n: number): number => 2 + (n % 5)

const recordOf = (n: number, player: Player, record: number) => documentId(n * 10 + people.indexOf(player) * 3 + record)

/** Free clinics of one person, which every check lets through once they are sealed. */
const makeFor = (player: Player): typeof makePayload => (overrides = {}) => {
  const id = personId(player)
  return makePayload({
    author_id: id, header: makeHeader({ participants: [makeParticipant({ person_id: id })] }),
    answers: makeAnswers({ leader_on_site: id }), ...overrides,
  })
}

/** The world of the nth schedule against the real SQL, with records of its own. */
export function sqlWorld(stage: SqlStage, n: number): World {
  const count = phonesOf(n)
  const players = count < 4 ? people.slice(0, 1) : people
  const phones = Array.from({ length: count }, (_, at) => {
    const player = players[at % players.length] as Player
    const mark = (nth: number): string => {
      const code = stage.codes[(nth - 1) * count + at]
      if (code === undefined) throw new Error('more edits than techniques')
      return code
    }
    const phone = new Phone(new SqlRemote(stage, userOf(player)), String.fromCharCode(97 + at), makeFor(player),
      { mark, picture: makePlainPicture })
    return { player, phone }
  })
  const records = new Map(players.map((player) => [player, [0, 1, 2].map((record) => recordOf(n, player, record))]))
  const ofPhone = new Map(phones.map(({ phone, player }) => [phone, records.get(player) ?? []]))
  return {
    server: serverOf(stage, [...records.values()].flat()), phones: phones.map(({ phone }) => phone),
    recordsOf: (phone) => ofPhone.get(phone) ?? [],
  }
}
