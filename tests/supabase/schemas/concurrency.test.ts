import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parcel } from '../../../src/domain/document.ts'
import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload, personId } from '../../make/payload.ts'
import { makePart, makeVisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { chosenEngine } from '../../database/engines.ts'
import { openWithCast, type Persona } from './cast.ts'
import { seeded } from '../../make/random.ts'
import { pushAtOnce } from './session.ts'
import { onStage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const counties = [520326, 520327, 520328, 130682, 130634, 130629]

/** A clinic of a person's own organisation in any of six counties. */
function clinicOf(persona: Persona, n: number, revision: number, county: number): ReturnType<typeof makePayload> {
  const id = personId(persona)
  const organisation = persona.startsWith('dingzhou') ? 123 : 121
  return makePayload({
    id: documentId(n), revision, author_id: id,
    header: makeHeader({ organisation_id: organisation, organizer_org_id: organisation, host_area_id: county,
      participants: [makeParticipant({ person_id: id })] }),
    answers: makeAnswers({ leader_on_site: id, patients_visits: 60 + n, exam_visits: null, tcm_technique_visits: null, referrals: null,
      age_60_plus: null, filings: [makeFiling(), makeFiling({ side: 'host' })] }),
  })
}

describe('two batches one after the other', () => {
  it('leave totals right', async () => {
    for (const persona of ['author', 'dingzhouAuthor'] as const) {
      const words = await onStage(database, (stage) => stage.words(persona, [makeParcel(clinicOf(persona, 900 + persona.length, 1, 130634))]), true)
      expect(words).toEqual(['applied'])
    }

    expect(await database.query('select private.rollup_differences()')).toEqual([])
  })
})

describe('a batch', () => {
  it('holds the totals of every county and organisation that its records leave or enter', () => onStage(database, async (stage) => {
    const first = makeParcel(clinicOf('author', 800, 1, 520327))
    await stage.push('author', [first])
    const moved = makeParcel(clinicOf('author', 800, 2, 130682), [first.sha256])

    await stage.push('author', [moved, makeParcel(clinicOf('author', 801, 1, 520328))])

    const held = await (await stage.owner()).query(`select classid::int as side, objid::int as id from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and classid in (1, 2) and objsubid = 2 order by 1, 2`)
    expect(held).toEqual([{ side: 1, id: 130682 }, { side: 1, id: 520326 }, { side: 1, id: 520327 }, { side: 1, id: 520328 },
      { side: 2, id: 121 }])
  }))
})

if (chosenEngine() === 'postgres') {
  describe('batches at the same time', () => {
    const people: readonly Persona[] = ['author', 'colleague', 'dingzhouAuthor', 'dingzhouColleague']

    it('never deadlock over the totals, and leave them right', async () => {
      const random = seeded(5)
      const county = () => counties[Math.floor(random() * counties.length)] as number
      const heads = new Map<string, Parcel>()

      for (let round = 0; round < 10; round += 1) {
        const batches = people.map((persona, at) => ({
          persona,
          parcels: Array.from({ length: 12 }, (_, n) => {
            const isNew = n % 2 === 0
            const number = at * 1000 + (isNew ? round * 12 + n : n - 1)
            const head = heads.get(documentId(number))
            const parcel = makeParcel(clinicOf(persona, number, (head?.revision ?? 0) + 1, county()), head ? [head.sha256] : [])
            return parcel
          }).filter((parcel, n, all) => all.findIndex(({ id }) => id === parcel.id) === n),
        }))
        const verdicts = await pushAtOnce(database, batches)
        expect(new Set(verdicts.flat().map(({ verdict }) => verdict))).toEqual(new Set(['applied']))
        for (const { parcels } of batches) for (const parcel of parcels) heads.set(parcel.id, parcel)
      }

      expect(await database.query('select private.rollup_differences()')).toEqual([])
      const [row] = await database.query<{ deadlocks: number }>('select deadlocks from pg_stat_database where datname = current_database()')
      expect(row?.deadlocks).toBe(0)
    })

    it('apply one of eight that are the same, and know the others again', async () => {
      for (const n of [5001, 5002, 5003, 5004, 5005]) {
        const batches = Array.from({ length: 8 }, () => ({ persona: 'author' as const, parcels: [makeParcel(clinicOf('author', n, 1, 520326))] }))

        const words = (await pushAtOnce(database, batches)).flat().map(({ verdict }) => verdict).sort()

        expect(words).toEqual(['applied', ...Array.from({ length: 7 }, () => 'duplicate')])
        expect(await database.query('select 1 from app.document_revisions where document_id = $1', [documentId(n)])).toHaveLength(1)
      }
    })

    it('apply one of two first revisions that differ, and call the other a conflict', async () => {
      for (const n of [6001, 6002, 6003, 6004]) {
        const batches = [520326, 520327].map((county) => ({ persona: 'author' as const, parcels: [makeParcel(clinicOf('author', n, 1, county))] }))

        const words = (await pushAtOnce(database, batches)).flat().map(({ verdict }) => verdict).sort()

        expect(words).toEqual(['applied', 'conflict'])
      }
      expect(await database.query('select private.rollup_differences()')).toEqual([])
    })

    it('of two who join a record at once leave both in its team', async () => {
      const draft = { status: 'draft' as const, sealed: null }
      for (let round = 0; round < 6; round += 1) {
        const root = documentId(8000 + round)
        const visit = makeVisitPayload({ ...draft, id: root, header: makeHeader({ participants: [makeParticipant({ person_id: personId('author') })] }) })
        await pushAtOnce(database, [{ persona: 'author', parcels: [makeParcel(visit)] }])
        const joining = (['colleague', 'dingzhouAuthor'] as const).map((persona, n) => ({ persona, parcels: [makeParcel(makePart(1000 + round * 2 + n, {},
          { ...draft, parent_id: root, author_id: personId(persona), header: makeHeader({ organisation_id: persona === 'colleague' ? 121 : 123 }) }))] }))

        const words = (await pushAtOnce(database, joining)).flat().map(({ verdict }) => verdict)

        expect(words).toEqual(['applied', 'applied'])
        const teams = await database.query<{ author_id: string; team_ids: string[] }>(
          'select author_id, team_ids from app.documents where id = $1 or parent_id = $1', [root])
        const everybody = ['author', 'colleague', 'dingzhouAuthor'].map((name) => personId(name) as string).sort()
        expect(teams.map(({ author_id, team_ids }) => [author_id, ...team_ids].sort())).toEqual([everybody, everybody, everybody])
      }
    })

    it('and the job\'s word on their photos wait for each other without a deadlock', async () => {
      const first = makeParcel(clinicOf('author', 7001, 1, 520326))
      await pushAtOnce(database, [{ persona: 'author', parcels: [first] }])
      let head = first
      for (let revision = 2; revision < 10; revision += 1) {
        const next = makeParcel(clinicOf('author', 7001, revision, counties[revision % 3] as number), [head.sha256])
        const [verdicts] = await Promise.all([
          pushAtOnce(database, [{ persona: 'author', parcels: [next] }]),
          database.query("select private.settle_photo($1, 'none', '')", [documentId(7001)]),
        ])
        expect(verdicts.flat().map(({ verdict }) => verdict)).toEqual(['applied'])
        head = next
      }
    })
  })
}
