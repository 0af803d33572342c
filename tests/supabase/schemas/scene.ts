import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload, makePhotoEntry,
  personId, type ClinicPayload } from '../../make/payload.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage } from './stage.ts'

/**
 * Four records of dingzhouAuthor, home county 定州: S(hared) in 容城, with the draft it was before and with the visiting
 * author of 务川 in its team; D(raft) and P(ractice) in 容城; Q(uyang) in 曲阳. Each has one picture.
 */
export const records = { S: documentId(1), D: documentId(2), P: documentId(3), Q: documentId(4) }
export type Letter = keyof typeof records
export const dingzhouHospital = 123

const dingzhouLead = makeParticipant({ person_id: personId('dingzhouAuthor') })

/** A free clinic of 定州市中医院 held in the given area. */
export const makeDingzhouPayload = (area: number, overrides: Partial<ClinicPayload> = {}): ClinicPayload => makePayload({
  author_id: personId('dingzhouAuthor'),
  header: makeHeader({ host_area_id: area, organisation_id: 123, organizer_org_id: 123, recipient_org_id: null,
    participants: [dingzhouLead, makeParticipant({ role: 'member' })] }),
  answers: makeAnswers({ leader_on_site: personId('dingzhouAuthor'),
    filings: [makeFiling({ authority_org_id: 21 }), makeFiling({ side: 'host', authority_org_id: 11, state: 'pending', filed_on: null })] }),
  ...overrides,
})

export const pictureOf = (letter: Letter) => makePhotoEntry(`picture of ${letter}`)
export const keyOf = (letter: Letter): string => `${records[letter]}/${pictureOf(letter).sha256}`

export const sceneParcels = () => {
  const record = (letter: Letter, area: number, overrides: Partial<ClinicPayload> = {}) =>
    makeDingzhouPayload(area, { id: records[letter], photos: [pictureOf(letter)], ...overrides })
  const before = makeParcel(record('S', 130629, { status: 'draft', sealed: null, amend_reason: '草稿时的话' }))
  return {
    first: [before, makeParcel(record('D', 130629, { status: 'draft', sealed: null })),
      makeParcel(record('P', 130629, { practice: true })), makeParcel(record('Q', 130634))],
    second: [makeParcel(record('S', 130629, { revision: 2 }), [before.sha256])],
  }
}

/** The cast, the four records and a stored picture of each, in a fresh database. */
export async function openWithScene(): Promise<TestDatabase> {
  const database = await openWithCast()
  const { first, second } = sceneParcels()
  const words = await onStage(database, async (stage) =>
    [...await stage.words('dingzhouAuthor', first), ...await stage.words('dingzhouAuthor', second)], true)
  if (words.some((word) => word !== 'applied')) throw new Error(`the scene was not taken: ${words.join(', ')}`)
  for (const letter of Object.keys(records) as Letter[]) {
    await database.query("insert into storage.objects (bucket_id, name) values ('photos', $1)", [keyOf(letter)])
  }
  await database.query("insert into app.person_contacts values ($1, '000')", [personId('dingzhouAuthor')])
  return database
}

const letterOf = new Map(Object.entries(records).map(([letter, id]) => [id as string, letter]))

/** Which of the four records a query's first column names, in the order S D P Q, each once; other values as they are. */
export async function lettersOf(tx: Queryable, query: string): Promise<string> {
  const rows = await tx.query<Record<string, string>>(query)
  const seen = new Set(rows.map((row) => String(Object.values(row)[0])).map((id) => letterOf.get(id) ?? id))
  return [...'SDPQ'].filter((letter) => seen.delete(letter)).join('') + [...seen].sort().join(' ')
}

