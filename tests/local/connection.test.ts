// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, expect, it } from 'vitest'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { connect } from '../../src/local/connection.ts'
import type { DeviceDatabase } from '../../src/local/database.ts'
import { authorId } from '../make/payload.ts'

beforeEach(() => {
  Dexie.dependencies.indexedDB = new IDBFactory()
})

const died = (name = 'InvalidStateError') => Object.assign(new Error('the connection is gone'), { name })
const put = (database: DeviceDatabase, key: string) => database.preferences.put({ key, value: key })

it.each(['InvalidStateError', 'UnknownError', 'DatabaseClosedError'])('[S8] opens a new handle after %s and does the work again', async (name) => {
  const { use } = connect(authorId)
  const handles: DeviceDatabase[] = []

  await use(async (database) => {
    handles.push(database)
    if (handles.length === 1) throw died(name)
    await put(database, 'a')
  })

  expect(handles).toHaveLength(2)
  expect(handles[0]).not.toBe(handles[1])
  expect(await use(({ preferences }) => preferences.count())).toBe(1)
})

it('[S8] knows WebKit\'s words for a lost connection', async () => {
  const { use } = connect(authorId)
  let tries = 0

  await use(async () => {
    if (tries++ === 0) throw new Error('Connection to Indexed Database server lost. Refresh the page to try again')
  })

  expect(tries).toBe(2)
})

it('[S8] opens one new handle for several works that lost the old one', async () => {
  const { use } = connect(authorId)
  let first = true
  const work = (key: string) => {
    let tries = 0
    return use(async (database) => {
      if (tries++ === 0) {
        if (!first) await new Promise((resolve) => setTimeout(resolve, 20))
        first = false
        throw died()
      }
      for (let n = 0; n < 20; n += 1) await put(database, `${key}${n}`)
    })
  }

  await Promise.all([work('a'), work('b'), work('c')])

  expect(await use(({ preferences }) => preferences.count())).toBe(60)
})

it('[S8] tries once more, not for ever, and passes other errors on', async () => {
  const { use } = connect(authorId)
  let tries = 0

  await expect(use(async () => { tries += 1; throw died() })).rejects.toThrow('gone')
  expect(tries).toBe(2)
  await expect(use(async () => { tries += 1; throw new RangeError('a bug') })).rejects.toThrow('a bug')
  expect(tries).toBe(3)
})

it('[S8] opens nothing after closing', async () => {
  const connection = connect(authorId)
  await connection.use((database) => put(database, 'a'))
  connection.close()

  await expect(connection.use((database) => put(database, 'b'))).rejects.toMatchObject({ name: 'DatabaseClosedError' })
})
