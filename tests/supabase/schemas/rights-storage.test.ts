import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeParcel, sha256Of } from '../../make/payload.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { personas, type Persona } from './cast.ts'
import { keyOf, makeDingzhouPayload, openWithScene, records, sceneParcels, type Letter } from './scene.ts'
import { failureOf, onStage, valueOf, type Stage } from './stage.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openWithScene()
  await database.exec('delete from storage.objects')
})
afterAll(async () => { await database.close() })

const upload = async (stage: Stage, persona: Persona | null, name: string, bucket = 'photos') =>
  failureOf(await stage.as(persona), 'insert into storage.objects (bucket_id, name) values ($1, $2)', [bucket, name])

describe('a picture is uploaded', () => {
  it.each(['S', 'D', 'P', 'Q'] satisfies Letter[])('by the author of %s, whatever the status', (letter) =>
    onStage(database, async (stage) => {
      expect(await upload(stage, 'dingzhouAuthor', keyOf(letter))).toBe(null)
    }))

  it('by nobody else', () => onStage(database, async (stage) => {
    for (const persona of [...personas.filter((each) => each !== 'dingzhouAuthor'), null]) {
      expect([persona, await upload(stage, persona, keyOf('S'))]).toEqual([persona, '42501'])
    }
  }))

  it.each([
    ['a hash that the manifest does not name', `${records.S}/${sha256Of('unknown')}`],
    ['the key of another record', keyOf('S').replace(records.S, records.D)],
    ['a longer key', `${keyOf('S')}/more`],
    ['a key with a climb in it', `${records.D}/../${keyOf('S')}`],
    ['a key in capitals', keyOf('S').toUpperCase()],
    ['no key', ''],
  ])('not under %s', (_, name) => onStage(database, async (stage) => {
    expect(await upload(stage, 'dingzhouAuthor', name)).toBe('42501')
  }))

  it('not into another bucket', () => onStage(database, async (stage) => {
    await (await stage.owner()).exec("insert into storage.buckets (id, name) values ('other', 'other')")

    expect(await upload(stage, 'dingzhouAuthor', keyOf('S'), 'other')).toBe('42501')
  }))

  it('again after a refusal, but not once it is verified', () => onStage(database, async (stage) => {
    const settle = async (reason: string) => (await stage.owner()).query(
      "select private.settle_photo($1, split_part($2, '/', 2), $3)", [records.S, keyOf('S'), reason])

    await settle('not_an_image')
    expect(await upload(stage, 'dingzhouAuthor', keyOf('S'))).toBe(null)
    await (await stage.owner()).exec('delete from storage.objects')
    await settle('')
    expect(await upload(stage, 'dingzhouAuthor', keyOf('S'))).toBe('42501')
  }))

  it('not once the manifest has dropped it', () => onStage(database, async (stage) => {
    const head = sceneParcels().second[0]
    const without = makeDingzhouPayload(130629, { id: records.S, revision: 3, photos: [] })
    expect(await stage.words('dingzhouAuthor', [makeParcel(without, head ? [head.sha256] : [])])).toEqual(['applied'])

    expect(await upload(stage, 'dingzhouAuthor', keyOf('S'))).toBe('42501')
  }))
})

describe('a stored picture', () => {
  it('is overwritten, moved and deleted by nobody', () => onStage(database, async (stage) => {
    await (await stage.owner()).query("insert into storage.objects (bucket_id, name) values ('photos', $1)", [keyOf('S')])

    for (const persona of personas) {
      const tx = await stage.as(persona)
      expect(await tx.query("update storage.objects set name = 'elsewhere' returning 1")).toEqual([])
      expect(await tx.query('delete from storage.objects returning 1')).toEqual([])
    }
    expect(await valueOf(await stage.owner(), 'select count(*)::int from storage.objects')).toBe(1)
  }))

  it('lies in a private bucket of its types and sizes', async () => {
    const rows = await database.query('select public, file_size_limit, allowed_mime_types from storage.buckets')

    expect(rows).toEqual([{ public: false, file_size_limit: 8_388_608, allowed_mime_types: ['image/webp', 'image/jpeg'] }])
  })
})
