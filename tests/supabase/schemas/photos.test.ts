import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, makeParcel, makePayload, makePhotoEntry } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast } from './cast.ts'
import { onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const one = makePhotoEntry('one')
const two = makePhotoEntry('two', { origin: 'gallery', taken_at: null, lng: null, lat: null, purpose: 'group' })
const first = makeParcel(makePayload({ photos: [one, two] }))
const settle = async (stage: Stage, photo = one, reason = '') =>
  (await stage.owner()).query('select private.settle_photo($1, $2, $3)', [documentId(), photo.sha256, reason])
const counts = async (stage: Stage) => {
  const [row] = await (await stage.owner()).query<{ photo_count: number; photos_verified: number }>(
    'select photo_count, photos_verified from app.activities')
  return [row?.photo_count, row?.photos_verified]
}

describe('the manifest', () => {
  it('says what the text says, of drafts too', () => onStage(database, async (stage) => {
    await stage.push('author', [makeParcel(makePayload({ status: 'draft', sealed: null, photos: [one, two] }))])

    const rows = await (await stage.as('author')).query(`select object_name, sha256, source_sha256, listed, position, type, bytes,
      width, height, origin, taken_at, lng, purpose, consent_state, state from app.photos order by position`)
    const of = ({ stamp: _s, accuracy_m: _a, lat: _l, ...entry }: typeof one, position: number) =>
      ({ ...entry, object_name: `${documentId()}/${entry.sha256}`, listed: true, position, state: 'expected' })
    expect(rows).toEqual([{ ...of(one, 1), taken_at: '2026-05-08 01:32:07+00' }, of(two, 2)])
  }))

  it('lists a picture once that it names twice', () => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makePayload({ photos: [one, { ...one, purpose: 'group' }] }))])).toEqual(['applied'])

    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.photos')).toBe(1)
  }))

  it('hides a dropped picture from managers and colleagues, and shows it again when it is back', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    const without = makeParcel(makePayload({ revision: 2, photos: [two] }), [first.sha256])
    const seen = async (persona: 'wuchuanManager' | 'colleague' | 'author') =>
      valueOf(await stage.as(persona), 'select count(*)::int from app.photos')
    expect([await seen('wuchuanManager'), await seen('colleague')]).toEqual([2, 2])

    await stage.push('author', [without])
    expect([await seen('wuchuanManager'), await seen('colleague'), await seen('author')]).toEqual([1, 1, 2])
    expect(await valueOf(await stage.owner(), 'select listed from app.photos where sha256 = $1', [one.sha256])).toBe(false)

    await stage.push('author', [makeParcel(makePayload({ revision: 3, photos: [two, one] }), [without.sha256])])
    expect([await seen('wuchuanManager'), await seen('colleague')]).toEqual([2, 2])
  }))

  it('becomes visible to others when a draft is submitted', () => onStage(database, async (stage) => {
    const draft = makeParcel(makePayload({ status: 'draft', sealed: null, photos: [one] }))
    await stage.push('author', [draft])
    const seen = async () => valueOf(await stage.as('wuchuanManager'), 'select count(*)::int from app.photos')
    expect(await seen()).toBe(0)

    await stage.push('author', [makeParcel(makePayload({ revision: 2, photos: [one] }), [draft.sha256])])
    expect(await seen()).toBe(1)
  }))
})

describe('the word of the job on a stored picture', () => {
  it('counts a verified one, once', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    await settle(stage)
    await settle(stage)
    await settle(stage, one, 'not_an_image')

    expect(await counts(stage)).toEqual([2, 1])
    expect(await (await stage.owner()).query('select state, refused_reason from app.photos where sha256 = $1', [one.sha256]))
      .toEqual([{ state: 'verified', refused_reason: '' }])
  }))

  it('keeps the reason of a refused one, which may come good', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    await settle(stage, two, 'wrong_hash')
    expect(await (await stage.owner()).query('select state, refused_reason from app.photos where sha256 = $1', [two.sha256]))
      .toEqual([{ state: 'refused', refused_reason: 'wrong_hash' }])
    expect(await counts(stage)).toEqual([2, 0])
    await settle(stage, two)
    expect(await counts(stage)).toEqual([2, 1])
  }))

  it('counts listed pictures only, and follows the manifest', () => onStage(database, async (stage) => {
    await stage.push('author', [first])
    await settle(stage, one)
    await settle(stage, two)
    const without = makeParcel(makePayload({ revision: 2, photos: [two] }), [first.sha256])

    await stage.push('author', [without])
    expect(await counts(stage)).toEqual([1, 1])
    await stage.push('author', [makeParcel(makePayload({ revision: 3, photos: [two, one] }), [without.sha256])])
    expect(await counts(stage)).toEqual([2, 2])
  }))

  it('leaves totals as they were', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    await settle(stage)

    expect(await (await stage.owner()).query('select private.rollup_differences()')).toEqual([])
  }))

  it('stamps the document, so that phones hear of it', async () => {
    const changed = () => valueOf<string>(database, 'select changed::text from app.documents')
    await onStage(database, (stage) => stage.push('author', [first]), true)
    const before = await changed()

    await onStage(database, (stage) => settle(stage), true)
    const after = await changed()
    await onStage(database, (stage) => settle(stage), true)

    expect(BigInt(after)).toBeGreaterThan(BigInt(before))
    expect(await changed()).toBe(after)
    await database.exec('delete from app.documents')
  })

  it('on a picture that nobody knows changes nothing', () => onStage(database, async (stage) => {
    await stage.push('author', [first])

    await settle(stage, makePhotoEntry('unknown'))

    expect(await counts(stage)).toEqual([2, 0])
  }))
})
