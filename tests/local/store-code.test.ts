// @vitest-environment node
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import { authorId, documentId, makePayload } from '../make/payload.ts'

/** The app as it begins: no code of the store is there yet. */
const begin = async () => {
  const { connect } = await import('../../src/local/connection.ts')
  const { openLocal } = await import('../../src/local/local.ts')
  return { connect, openLocal: () => openLocal(authorId, (bytes) => new Uint8Array(bytes)) }
}

beforeEach(() => {
  Dexie.dependencies.indexedDB = new IDBFactory()
  vi.resetModules()
})

it('opens one handle for several that ask before the code is there', async () => {
  const connection = (await begin()).connect(authorId)

  const handles = await Promise.all([connection.use(async (one) => one), connection.open(), connection.use(async (one) => one)])

  expect(new Set(handles).size).toBe(1)
  connection.close()
})

it('opens nothing where its person left before the code came', async () => {
  const connection = (await begin()).connect(authorId)
  const work = connection.use(({ preferences }) => preferences.count())
  connection.close()

  await expect(work).rejects.toMatchObject({ name: 'DatabaseClosedError' })
})

it('watches from before the code is there: what is saved later is given', async () => {
  const local = (await begin()).openLocal()
  const given: number[] = []
  const stop = local.watch(() => local.lines.since(0), ({ changed }) => given.push(changed.length), (error) => { throw error })
  await expect.poll(() => given).toEqual([0])

  await local.records.save(makePayload({ id: documentId(1) }), [], 1)

  await expect.poll(() => given.at(-1)).toBe(1)
  stop()
  local.close()
})

it('gives nothing to a watcher that stopped before the code came', async () => {
  const local = (await begin()).openLocal()
  const give = vi.fn()
  local.watch(() => local.lines.since(0), give, give)()

  await local.lines.since(0)
  await new Promise((resolve) => setTimeout(resolve, 50))

  expect(give).not.toHaveBeenCalled()
  local.close()
})

it('asks again for code that cannot be fetched, and whoever watches is not forgotten', async () => {
  vi.doMock('../../src/local/database.ts', () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  const local = (await begin()).openLocal()
  const given: number[] = []
  const stop = local.watch(() => local.lines.since(0), ({ changed }) => given.push(changed.length), (error) => { throw error })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(given).toEqual([])
  vi.doUnmock('../../src/local/database.ts')

  await expect.poll(() => given, { timeout: 10_000 }).toEqual([0])
  stop()
  local.close()
})
