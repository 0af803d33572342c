import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../database/open-test-database.ts'
import { findingsOf, sing } from './lints/lint.ts'
import { lints } from './lints/lints.ts'
import { checkMatrix } from './probe/matrix.ts'
import { checkOwner } from './probe/owner-writes.ts'
import { undone } from './probe/undone.ts'
import { addScene } from './scene/scene.ts'
import { everybody, type Who } from './scene/who.ts'

/** Who stands for all others here; `npm run check:rights` asks everybody. */
const few: readonly Who[] = ['anon', 'disabled', 'expired', 'author', 'dingzhouAuthor', 'rongchengManager']
const asking = everybody.filter(({ who }) => few.includes(who))

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await addScene(database)
})
afterAll(async () => { await database.close() })

describe('rights', () => {
  it.each(asking)('of $who are what the expectations say', async (who) => {
    const { cells, mismatches } = await checkMatrix(database, [who])

    expect(mismatches).toEqual([])
    expect(Object.values(cells).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(1000)
  })

  it('of the owner end where a record is what it is', async () => {
    expect((await checkOwner(database)).mismatches).toEqual([])
  })
})

describe('of the catalogue', () => {
  it.each(lints)('$name', async (lint) => {
    const [found, said] = await undone(database, async (tx) => [await findingsOf(tx, lint), await sing(tx, lint)] as const)

    expect(found).toEqual([])
    expect(said).toContain(lint.says)
  })
})
