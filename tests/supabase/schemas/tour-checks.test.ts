import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckContext } from '../../../src/domain/check-header.ts'
import { numberFields as tourNumbers, teamTypes, tourLevels } from '../../../src/kinds/circuit-tour/answers.ts'
import { checkCircuitTour } from '../../../src/kinds/circuit-tour/check.ts'
import { numberFields as stopNumbers, stopLevels, transports } from '../../../src/kinds/tour-stop/answers.ts'
import { checkTourStop } from '../../../src/kinds/tour-stop/check.ts'
import { documentId, makeHeader, makeParcel, makePayload, sha256Of } from '../../make/payload.ts'
import { makeStop, makeStopAnswers, makeTour, makeTourAnswers, stopId, tourId, type StopPayload, type TourPayload } from '../../make/tour.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, userOf } from './cast.ts'
import { randomText } from './parity-records.ts'
import { pick, seeded, type Random } from '../../make/random.ts'
import { onStage } from './stage.ts'

let database: TestDatabase
let techniques: ReadonlySet<string>
beforeAll(async () => {
  database = await openWithCast()
  techniques = new Set((await database.query<{ code: string }>('select code from app.techniques')).map(({ code }) => code))
})
afterAll(async () => { await database.close() })

const randomNumber = (random: Random, min: number, max: number) => pick(random, [
  null, 0, min, max, min - 1, max + 1, 0.5, 1.25, 12.345, 1e21, -3.14, max - 0.01, Math.floor(random() * max), random() * max])
const headers = [
  {}, { recipient_org_id: null }, { ended_at: null }, { ended_at: '2026-05-08T15:59:59.999Z' }, { ended_at: '2026-05-08T16:00:00.000Z' },
] as const

const tourChanges: readonly ((random: Random) => Partial<TourPayload>)[] = [
  (random) => ({ header: makeHeader(pick(random, headers)) }),
  (random) => ({ answers: makeTourAnswers({ tour_level: pick(random, [null, ...tourLevels]), team_type: pick(random, [null, ...teamTypes]) }) }),
  (random) => ({ answers: makeTourAnswers({ planned_route: randomText(random, 500) }) }),
  (random) => ({ answers: makeTourAnswers({ stops: [{ id: pick(random, [stopId(1), 'x', '']) as never,
    sha256: pick(random, [sha256Of('x'), 'ABC', '']) as never }] }) }),
  ...tourNumbers.map(({ name, min, max }) => (random: Random) =>
    ({ answers: makeTourAnswers({ senior_count: pick(random, [3, 100]), [name]: randomNumber(random, min, max) }) })),
]
const stopChanges: readonly ((random: Random) => Partial<StopPayload>)[] = [
  (random) => ({ answers: makeStopAnswers({ stop_level: pick(random, [null, ...stopLevels]), transport: pick(random, [null, ...transports]) }) }),
  (random) => ({ answers: makeStopAnswers({ new_techniques: pick(random, [[], ['tcm-01-01'], ['艾灸'], ['tcm-01-01', 'TCM-01-01']]) }) }),
  (random) => ({ header: makeHeader(pick(random, headers)),
    answers: makeStopAnswers({ next_visit_on: pick(random, [null, '', 'tomorrow', '2026-05-07', '2026-05-08', '2026-05-09', '2027-01-01']) }) }),
  ...stopNumbers.map(({ name, min, max }) => (random: Random) => ({ answers: makeStopAnswers({ [name]: randomNumber(random, min, max) }) })),
]

const world = (): CheckContext => ({ now: new Date('2026-05-08T10:00:00Z'), photoCount: 0, rule: () => null, hostCountyId: 520326,
  homeCountyId: 520326, distanceToHost: null, knowsTechnique: (code) => techniques.has(code) })

async function onServer(fn: string, payloads: readonly unknown[]): Promise<string[][]> {
  const rows = await database.as(userOf('author'), (tx) => tx.query<{ codes: string[] }>(`
    select array(select distinct code from unnest(private.${fn}(p)) as code) as codes
    from jsonb_array_elements_text(($1::text)::jsonb) with ordinality as e(value, n)
    cross join lateral (select value::jsonb as p offset 0) as parsed order by n`, [JSON.stringify(payloads.map((each) => JSON.stringify(each)))]))
  return rows.map(({ codes }) => [...codes].sort())
}

const errors = (problems: readonly { level: string; field: string; code: string }[]) =>
  [...new Set(problems.filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`))].sort()

describe('phone and server find the same errors', () => {
  it('in tours', async () => {
    const random = seeded(31)
    const tours = tourChanges.flatMap((change) => Array.from({ length: 25 }, () => makeTour(change(random))))

    const found = await onServer('circuit_tour_problems', tours)

    expect(found).toEqual(tours.map(({ answers, header }) => errors(checkCircuitTour(answers, header, world()))))
    expect(new Set(found.flat()).size).toBe(14)
  })

  it('in stops', async () => {
    const random = seeded(32)
    const stops = stopChanges.flatMap((change) => Array.from({ length: 25 }, () => makeStop(1, change(random))))

    const found = await onServer('tour_stop_problems', stops)

    expect(found).toEqual(stops.map(({ answers, header }) => errors(checkTourStop(answers, header, world()))))
    expect(new Set(found.flat()).size).toBe(2 + 3 + 2 * stopNumbers.length)
  })
})

describe('a push is refused', () => {
  const stop = (overrides: Partial<StopPayload>) => makeParcel(makeStop(1, overrides))
  it.each([
    ['of a stop without a tour', stop({ parent_id: null }), 'payload:parent'],
    ['of a stop whose tour is no id', stop({ parent_id: 'tour' as never }), 'payload:parent'],
    ['of a stop of itself', stop({ parent_id: stopId(1) }), 'payload:parent'],
    ['of a draft of a stop without a tour', stop({ parent_id: null, status: 'draft', sealed: null }), 'payload:parent'],
    ['of a tour within a tour', makeParcel(makeTour({ parent_id: stopId(1) })), 'payload:parent'],
    ['of a free clinic within a tour', makeParcel(makePayload({ parent_id: tourId })), 'payload:parent'],
    ['of a stop with its problems', stop({ answers: makeStopAnswers({ stop_seq: 0, stop_level: null }) }),
      'answers.stop_level:required answers.stop_seq:out_of_range'],
    ['of a tour with its problems', makeParcel(makeTour({ answers: makeTourAnswers({ senior_count: 9 }) })), 'answers.senior_count:more_than_team'],
    ['of a level that nobody knows', makeParcel(makeTour({ answers: makeTourAnswers({ tour_level: 'world' as never }) })), 'payload:refused_23514'],
    ['of a next visit on no day', stop({ answers: makeStopAnswers({ next_visit_on: '2026-06-31' }) }), 'payload:refused_22008'],
  ])('%s', (_, parcel, codes) => onStage(database, async (stage) => {
    expect(await stage.words('author', [parcel])).toEqual([`rejected ${codes}`])
  }))

  it('of a stop that moves to another tour', () => onStage(database, async (stage) => {
    const first = stop({})
    await stage.push('author', [first])

    expect(await stage.words('author', [makeParcel(makeStop(1, { revision: 2, parent_id: documentId(9) }), [first.sha256])]))
      .toEqual(['rejected payload:immutable'])
  }))

  it('of a stop of another kind of record, or of practice, once that is there', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload()), makeParcel(makeTour({ practice: true }))])

    expect(await stage.words('author', [stop({ parent_id: documentId() }), makeParcel(makeStop(2)), makeParcel(makeStop(3, { practice: true }))]))
      .toEqual(['rejected payload:parent', 'rejected payload:parent', 'applied'])
  }))
})
