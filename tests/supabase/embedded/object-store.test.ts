import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createObjectStore, objectPath, readObject } from '../../../supabase/embedded/object-store.ts'
import { makeFolder } from './folder.ts'

const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

describe('the store of photos', () => {
  it('gives back what was put in, named by what it is', async () => {
    const folder = await makeFolder()
    const store = createObjectStore(folder)

    await store.uploadObject('photos', 'document/hash', undefined, bytes, 'text/html', 'no-cache')
    const { metadata } = await store.getObject('photos', 'document/hash', undefined)

    expect(metadata.mimetype).toBe('image/jpeg')
    expect(await readObject(folder, 'photos', 'document/hash')).toEqual(Buffer.from(bytes))
  })

  it('leaves no half-written file beside the object', async () => {
    const folder = await makeFolder()

    await createObjectStore(folder).uploadObject('photos', 'a/b', undefined, bytes, 'image/jpeg', 'no-cache')

    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['photos', join('photos', 'a'), join('photos', 'a', 'b')])
  })

  it('has nothing where nothing was put', async () => {
    expect(await readObject(await makeFolder(), 'photos', 'none')).toBeNull()
  })

  it('forgets what was deleted', async () => {
    const folder = await makeFolder()
    const store = createObjectStore(folder)
    await store.uploadObject('photos', 'a', undefined, bytes, 'image/jpeg', 'no-cache')

    await store.deleteObject('photos', 'a', undefined)

    expect(await readObject(folder, 'photos', 'a')).toBeNull()
  })

  it.each([
    ['..', 'a'], ['photos', '../secrets.json'], ['photos', 'a/../../b'], ['photos', '/etc/passwd'], ['photos', ''],
    ['photos', 'a//b'], ['photos', './a'], ['photos', 'a\\..\\b'], ['photos', 'a\0b'], ['', 'a'], ['a/..', 'b'],
    ['photos', 'x'.repeat(300)],
  ])('refuses bucket %j with name %j', (bucket, name) => {
    expect(() => objectPath('/srv/storage', bucket, name)).toThrow('refused')
  })
})
