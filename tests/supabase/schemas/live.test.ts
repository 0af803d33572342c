import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeParcel, makePayload } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

/** Stands for Realtime's function, which needs a server of its own; keeps what it is given. */
const pretendedRealtime = `
  create schema realtime;
  grant usage on schema realtime to public;
  create table realtime.sent (payload jsonb, event text, topic text, private boolean);
  create function realtime.send(payload jsonb, event text, topic text, private boolean) returns void
    language sql security definer set search_path = '' as 'insert into realtime.sent values ($1, $2, $3, $4)'`

describe('a change of totals', () => {
  it('is told to the county and to every area above it, without any content', () => onStage(database, async (stage) => {
    await (await stage.owner()).exec('reset role')
    await (await stage.owner()).exec(pretendedRealtime)
    await stage.push('author', [makeParcel(makePayload({ id: documentId(7101) }))])

    const sent = await (await stage.owner()).query('select distinct payload::text, event, topic, private from realtime.sent order by topic')

    expect(sent).toEqual(['area:1', 'area:520000', 'area:520300', 'area:520326'].map((topic) => ({ payload: '{}', event: 'changed', topic, private: true })))
  }))

  it('goes through where there is no Realtime', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makePayload({ id: documentId(7102) }))])).toEqual(['applied'])
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.county_versions')).toBeGreaterThan(0)
  }))

  it('may be listened to by managers of the whole area alone', () => onStage(database, async (stage) => {
    const hears = async (who: 'wuchuanManager' | 'zunyiManager' | 'author', topic: string) =>
      valueOf<boolean>(await stage.as(who), 'select private.hears($1)', [topic])

    expect(await hears('wuchuanManager', 'area:520326')).toBe(true)
    expect(await hears('wuchuanManager', 'area:520300')).toBe(false)
    expect(await hears('zunyiManager', 'area:520326')).toBe(true)
    expect(await hears('author', 'area:520326')).toBe(false)
    for (const odd of ['area:', 'area:520326; drop', 'county:520326', '', 'area:99999999999']) expect(await hears('zunyiManager', odd)).toBe(false)
  }))
})
