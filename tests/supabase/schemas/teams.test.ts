import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeHeader, makeParcel, makeParticipant, makePayload, makePhotoEntry, personId } from '../../make/payload.ts'
import { makeStop, makeTour, stopId, tourId } from '../../make/tour.ts'
import { makePart, makeVisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, type Persona } from './cast.ts'
import { onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const alone = makeHeader({ participants: [makeParticipant({ person_id: personId('author') })] })
const draft = { status: 'draft' as const, sealed: null }
const visit = makeVisitPayload({ ...draft, header: alone })
const partBy = (who: Persona, n: number, organisation = 121) => makePart(n, {}, { ...draft, author_id: personId(who), header: makeHeader({ organisation_id: organisation }) })
/** What a pull would give: it reads by author and team, below what is still being written. */
const pulled = async (stage: Stage, who: Persona) =>
  (await (await stage.as(who)).query<{ id: string }>('select id from app.documents')).map(({ id }) => id).sort()
const teamOf = async (stage: Stage, id: string) => (await valueOf<string[]>(await stage.owner(), 'select team_ids from app.documents where id = $1', [id])).sort()
const people = (...who: Persona[]) => who.map((each) => personId(each) as string).sort()

describe('the team of a record with children', () => {
  it('is its author and those of its children: each has the drafts of all on the phone', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(visit)])
    expect(await pulled(stage, 'colleague')).toEqual([])

    await stage.push('colleague', [makeParcel(partBy('colleague', 1))])
    await stage.push('otherOrganisation', [makeParcel(partBy('otherOrganisation', 2, 10001))])

    const all = [documentId(), partBy('colleague', 1).id, partBy('colleague', 2).id].sort()
    expect(await teamOf(stage, documentId())).toEqual(people('colleague', 'otherOrganisation'))
    expect(await teamOf(stage, all.find((id) => id === partBy('colleague', 1).id) ?? '')).toEqual(people('author', 'otherOrganisation'))
    for (const who of ['author', 'colleague', 'otherOrganisation'] as const) expect(await pulled(stage, who)).toEqual(all)
    for (const who of ['organisationManager', 'wuchuanManager', 'dingzhouAuthor'] as const) expect(await pulled(stage, who)).toEqual([])
  }))

  it('is complete also when the children come first', () => onStage(database, async (stage) => {
    await stage.push('colleague', [makeParcel(partBy('colleague', 1))])
    await stage.push('author', [makeParcel(visit)])

    expect(await teamOf(stage, documentId())).toEqual(people('colleague'))
    expect(await teamOf(stage, partBy('colleague', 1).id)).toEqual(people('author'))
  }))

  it('has whom the record names, and changes with them', () => onStage(database, async (stage) => {
    const named = makeParcel({ ...visit, header: makeHeader({ participants: [makeParticipant({ person_id: personId('author') }),
      makeParticipant({ person_id: personId('dingzhouAuthor'), role: 'member' })] }) })
    await stage.push('author', [named])
    expect(await pulled(stage, 'dingzhouAuthor')).toEqual([documentId()])

    await stage.push('author', [makeParcel({ ...visit, revision: 2 }, [named.sha256])])

    expect(await teamOf(stage, documentId())).toEqual([])
    expect(await pulled(stage, 'dingzhouAuthor')).toEqual([])
  }))

  it('brings the stops of a tour to everybody on it', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel({ ...makeTour(), header: alone })])
    await stage.push('colleague', [makeParcel(makeStop(1, { ...draft, author_id: personId('colleague') }))])

    expect(await pulled(stage, 'author')).toEqual([tourId, stopId(1)].sort())
  }))

  it('stays with the record that stands in the place of theirs: who joined keeps it, and hears of who joins later', () => onStage(database, async (stage) => {
    const named = (who: Persona) => makeHeader({ participants: [makeParticipant({ person_id: personId('author') }), makeParticipant({ person_id: personId(who), role: 'member' })] })
    const second = { ...visit, id: documentId(8), replaces: documentId(), header: named('dingzhouColleague') }
    const first = makeParcel({ ...makeVisitPayload(), header: named('dingzhouAuthor') })
    await stage.push('author', [first])
    await stage.push('colleague', [makeParcel(partBy('colleague', 1))])
    const voided = makeParcel({ ...makeVisitPayload(), header: named('dingzhouAuthor'), status: 'void', revision: 2, amend_reason: '填错' }, [first.sha256])
    expect(await stage.words('author', [voided])).toEqual(['applied'])
    expect(await pulled(stage, 'dingzhouAuthor')).toEqual([documentId(), partBy('colleague', 1).id].sort())

    expect(await stage.words('author', [makeParcel(second)])).toEqual(['applied'])
    await stage.push('otherOrganisation', [makeParcel({ ...partBy('otherOrganisation', 2, 10001), parent_id: documentId(8) })])

    const all = [documentId(), documentId(8), partBy('colleague', 1).id, partBy('colleague', 2).id].sort()
    for (const who of ['author', 'colleague', 'otherOrganisation', 'dingzhouColleague'] as const) expect([who, await pulled(stage, who)]).toEqual([who, all])
    expect(await pulled(stage, 'dingzhouAuthor')).toEqual([])
  }))

  it('reads the pictures of the others, writes nothing of theirs', () => onStage(database, async (stage) => {
    const picture = makePhotoEntry('part')
    const theirs = { ...partBy('colleague', 1), photos: [picture] }
    const sent = makeParcel(theirs)
    await stage.push('author', [makeParcel(visit)])
    await stage.push('colleague', [sent])

    expect(await valueOf<number>(await stage.as('author'), 'select count(*)::int from app.photos where document_id = $1', [theirs.id])).toBe(1)
    expect(await valueOf<number>(await stage.as('dingzhouAuthor'), 'select count(*)::int from app.photos where document_id = $1', [theirs.id])).toBe(0)
    expect(await stage.words('author', [makeParcel({ ...theirs, author_id: personId('author'), revision: 2 }, [sent.sha256])])).toEqual(['rejected payload:not_yours'])
  }))

  it('is nobody beside the author for practice, and for kinds without children', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel({ ...visit, practice: true })])
    await stage.push('colleague', [makeParcel(partBy('colleague', 1))])
    await stage.push('author', [makeParcel({ ...makePayload(), ...draft, id: documentId(50) })])

    expect(await teamOf(stage, documentId())).toEqual([])
    expect(await teamOf(stage, documentId(50))).toEqual([])
    expect(await pulled(stage, 'colleague')).toEqual([partBy('colleague', 1).id])
  }))
})
