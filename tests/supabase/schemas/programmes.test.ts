import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeHeader, makeParcel, makePayload, makePhotoEntry } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, personas, type Persona } from './cast.ts'
import { callOf, failureOf, onStage, type Stage } from './stage.ts'

/** 1: an alliance that 123 leads and 121 belongs to. 2: a pairing of 10001 for 121. 3: one that ended. 4: 121 has no part. */
const programmesSql = `
  insert into app.programmes (id, kind, name, valid_from, valid_to) values
    (901, 'specialty_alliance', '肺病专科联盟', '2026-01-01', null), (902, 'paired_support', '对口帮扶', '2026-01-01', null),
    (903, 'specialty_alliance', '已结束的联盟', '2025-01-01', '2026-03-31'), (904, 'collaboration_group', '别家的协作组', '2026-01-01', null);
  insert into app.programme_members values
    (901, 123, 'lead', '2026-01-01', null), (901, 121, 'member', '2026-01-01', null),
    (902, 10001, 'supporter', '2026-01-01', null), (902, 121, 'recipient', '2026-01-01', null),
    (903, 123, 'lead', '2025-01-01', null), (903, 121, 'member', '2025-01-01', null),
    (904, 123, 'lead', '2026-01-01', null), (904, 10001, 'member', '2026-01-01', null)`

let database: TestDatabase
beforeAll(async () => {
  database = await openWithCast()
  await database.owner((tx) => tx.exec(programmesSql))
})
afterAll(async () => { await database.close() })

const under = (programmes: readonly number[], more: object = {}) =>
  makeParcel(makePayload({ header: makeHeader({ programme_ids: programmes }), photos: [makePhotoEntry()], ...more }))
const tables = ['documents', 'document_revisions', 'activities', 'free_clinics', 'photos'] as const
const usual: readonly Persona[] = ['author', 'colleague', 'organisationManager', 'wuchuanManager', 'zunyiManager', 'guizhouManager', 'countryManager']

async function readers(stage: Stage, table: string): Promise<Persona[]> {
  const found: Persona[] = []
  for (const persona of personas) if ((await (await stage.as(persona)).query(`select 1 from app.${table}`)).length > 0) found.push(persona)
  return found
}

describe('a record made under a programme', () => {
  it.each([
    [[], []],
    [[901], ['dingzhouAuthor', 'dingzhouColleague']],
    [[902], ['otherOrganisation']],
    [[901, 902], ['otherOrganisation', 'dingzhouAuthor', 'dingzhouColleague']],
  ] as const)('under %j is seen by %j too', (programmes, partners) => onStage(database, async (stage) => {
    expect(await stage.words('author', [under(programmes)])).toEqual(['applied'])

    for (const table of tables) {
      expect([table, await readers(stage, table)]).toEqual([table, personas.filter((each) => [...usual, ...partners].includes(each))])
    }
    for (const partner of partners) {
      expect(await callOf(await stage.as(partner), 'api.record_history($1)', [documentId()])).toMatchObject({ id: documentId() })
      expect(await callOf(await stage.as(partner), 'api.activity_detail($1)', [documentId()])).toMatchObject({ id: documentId() })
    }
  }))

  it('is not its partners\' to review', () => onStage(database, async (stage) => {
    await stage.push('author', [under([901])])
    expect(await failureOf(await stage.as('dingzhouAuthor'), "select api.review($1, 1, 'approved', '')", [documentId()])).toBe('403 forbidden')
  }))

  it('stays with its author as a draft and as practice', () => onStage(database, async (stage) => {
    await stage.push('author', [under([901], { status: 'draft', sealed: null })])
    expect(await readers(stage, 'documents')).toEqual(['author'])
  }))

  it('is seen no longer by a partner whose part has ended', () => onStage(database, async (stage) => {
    await stage.push('author', [under([901])])
    await (await stage.owner()).exec("update app.programme_members set valid_to = '2026-05-31' where programme_id = 901 and organisation_id = 123")
    expect(await readers(stage, 'activities')).toEqual(usual)
  }))

  it.each([
    { programmes: [904], why: 'of others' }, { programmes: [999], why: 'that is not there' },
    { programmes: [903], why: 'that had ended on the day' }, { programmes: [901, 904], why: 'of others among own' },
    { programmes: [901, 'x' as never], why: 'that is no number' },
  ])('is refused under $programmes, $why', ({ programmes }) => onStage(database, async (stage) => {
    expect(await stage.words('author', [under(programmes)])).toEqual(['rejected header.programme_ids:not_a_member'])
  }))
})
