import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkHeader, type CheckContext } from '../../../src/domain/check-header.ts'
import { parse, serialise, type Payload } from '../../../src/domain/document.ts'
import { personalNumberProblems } from '../../../src/domain/personal-number.ts'
import { kindModels } from '../../../src/kinds/models.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, userOf } from './cast.ts'
import { randomRecord, recordsOfEachChange } from './parity-records.ts'
import { seeded } from '../../make/random.ts'
import { randomTraining, trainingsOfEachChange } from './parity-training-records.ts'

let database: TestDatabase
let countyOfArea: ReadonlyMap<number, number>
let countyOfOrganisation: ReadonlyMap<number, number>
let techniques: ReadonlyMap<string, boolean>

beforeAll(async () => {
  database = await openWithCast()
  const areas = await database.query<{ id: number; county: number }>(
    "select id, private.county_of(id) as county from app.areas where level in ('county', 'township')")
  const organisations = await database.query<{ id: number; county: number }>(
    'select id, county_id as county from app.organisations')
  const catalogue = await database.query<{ code: string; invasive: boolean }>('select code, invasive from app.techniques')
  techniques = new Map(catalogue.map(({ code, invasive }) => [code, invasive]))
  countyOfArea = new Map(areas.map(({ id, county }) => [id, county]))
  countyOfOrganisation = new Map(organisations.map(({ id, county }) => [id, county]))
})
afterAll(async () => { await database.close() })

/** Errors as the phone finds them in the text it would send, with the seal's time as now. */
function errorsOnPhone(text: string): string[] {
  const payload = parse(text)
  const { header } = payload
  const context: CheckContext = {
    now: new Date(payload.sealed?.at ?? ''),
    photoCount: payload.photos.length,
    photosHeld: new Set(payload.photos.map(({ sha256 }) => sha256)),
    rule: () => null,
    hostCountyId: countyOfArea.get(header.host_area_id ?? 0) ?? null,
    homeCountyId: countyOfOrganisation.get(header.organisation_id ?? 0) ?? null,
    distanceToHost: null,
    knowsTechnique: (code) => techniques.has(code),
    isInvasive: (code) => techniques.get(code) ?? false,
  }
  const problems = [...checkHeader(header, context), ...kindModels[payload.kind].problems(payload.answers, header, context),
    ...personalNumberProblems(payload)]
  return [...new Set(problems.filter(({ level }) => level === 'error').map(({ field, code }) => `${field}:${code}`))].sort()
}

async function errorsOnServer(kind: string, texts: readonly string[]): Promise<string[][]> {
  const rows = await database.as(userOf('author'), (tx) => tx.query<{ codes: string[] }>(`
    select array(select distinct code from unnest(private.header_problems(p) || private.${kind}_problems(p)
      || private.personal_number_problems(p)) as code) as codes
    from jsonb_array_elements_text(($1::text)::jsonb) with ordinality as e(value, n)
    cross join lateral (select value::jsonb as p offset 0) as parsed order by n`, [JSON.stringify(texts)]))
  return rows.map(({ codes }) => [...codes].sort())
}

async function compare(records: readonly Payload[]): Promise<string[][]> {
  const texts = records.map(serialise)
  const onServer = await errorsOnServer(records[0]?.kind ?? '', texts)
  const onPhone = texts.map(errorsOnPhone)
  const different = texts.flatMap((text, at) =>
    JSON.stringify(onPhone[at]) === JSON.stringify(onServer[at]) ? [] : [{ phone: onPhone[at], server: onServer[at], text }])
  expect(different).toEqual([])
  return onServer
}

describe('the checks of a free clinic on the phone and on the server', () => {
  it('find the same errors when one thing is changed', async () => {
    const records = recordsOfEachChange(seeded(11), 14)

    const found = await compare(records)

    expect(records.length).toBeGreaterThanOrEqual(400)
    expect(new Set(found.flat()).size).toBeGreaterThanOrEqual(50)
  })

  it('find the same errors when several things are changed', async () => {
    const random = seeded(8)

    const found = await compare(Array.from({ length: 400 }, () => randomRecord(random)))

    expect(found.filter((codes) => codes.length === 0).length).toBeGreaterThanOrEqual(40)
    expect(found.filter((codes) => codes.length > 1).length).toBeGreaterThanOrEqual(140)
  })
})

describe('the checks of a training session on the phone and on the server', () => {
  it('find the same errors when one thing is changed', async () => {
    const found = await compare(trainingsOfEachChange(seeded(5), 20))

    expect(found.length).toBeGreaterThanOrEqual(400)
    expect(new Set(found.flat()).size).toBeGreaterThanOrEqual(80)
  })

  it('find the same errors when several things are changed', async () => {
    const random = seeded(3)

    const found = await compare(Array.from({ length: 400 }, () => randomTraining(random)))

    expect(found.filter((codes) => codes.length === 0).length).toBeGreaterThanOrEqual(40)
    expect(found.filter((codes) => codes.length > 1).length).toBeGreaterThanOrEqual(140)
  })
})
