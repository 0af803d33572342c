import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeParcel, personId, places } from '../../make/payload.ts'
import { makeVisitPayload } from '../../make/visit.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const visit = makeVisitPayload()
const inspector = visit.header.participants[1]?.person_id
const survivor = personId('dingzhouAuthor')
const refused = 'rejected header.participants:inspector_of_inspected'
const member = (from: number, to: number | null, active = true) => `insert into app.memberships (person_id, role, organisation_id, valid_from, valid_to, active)
  values ('${inspector}', 'field_worker', ${places.townshipHospital}, private.china_day(now()) + ${from}, ${to === null ? 'null' : `private.china_day(now()) + ${to}`}, ${active})`

describe('an inspector of the inspected organisation', () => {
  it.each([
    ['with a second membership there', member(-10, null), refused],
    ['with one that has ended', member(-10, -1), 'applied'],
    ['with one that is to begin', member(1, null), 'applied'],
    ['with one that was taken away', member(-10, null, false), 'applied'],
    ['whose entry stands for the same person there', `update app.people set merged_into = '${survivor}'
      where id = '${inspector}'; update app.people set organisation_id = ${places.townshipHospital} where id = '${survivor}'`, refused],
    ['of another organisation', 'select 1', 'applied'],
  ])('%s', (_, arranged, word) => onStage(database, async (stage) => {
    await (await stage.owner()).exec(arranged)

    expect(await stage.words('author', [makeParcel(visit)])).toEqual([word])
  }))
})
