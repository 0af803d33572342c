import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openPostgres } from '../../supabase/embedded/database-postgres.ts'
import { openCopy, type OpenCopy } from '../database/engines.ts'
import { documentId, makeParcel, makePayload } from '../make/payload.ts'
import { userOf } from '../supabase/schemas/cast.ts'
import { isOnce, submitCopies } from './duplicates.ts'
import { isClean, isKept, judge } from './oracle.ts'
import { makeSchedule } from './schedule.ts'
import { openSqlStage, phonesOf, sqlWorld, type SqlStage } from './sql-world.ts'
import { carryOut } from './world.ts'

const seed = 20260508
let copy: OpenCopy
let stage: SqlStage
beforeAll(async () => {
  copy = await openCopy(inject('databaseSource'))
  stage = await openSqlStage(copy.open.database)
})
afterAll(async () => { await copy.drop() })

describe('the real SQL under schedules of faults', () => {
  it('[R1] has every saved record once and unaltered, or refused it in sight', async () => {
    for (let n = 0; n < 6; n += 1) {
      const world = sqlWorld(stage, n)
      await carryOut(world, makeSchedule(seed, n, phonesOf(n)), isKept)
      const found = await judge(world)
      expect(isClean(found), `--on ${copy.open.database.engine} --seed ${seed} --from ${n} --to ${n + 1}: ${JSON.stringify(found)}`).toBe(true)
      for (const { device } of world.phones) device.local.close()
    }

    const { applied = 0, rejected = 0 } = Object.fromEntries(stage.sealed)
    expect(applied).toBeGreaterThan(6)
    expect(rejected).toBeLessThan(applied / 4)
  }, 600_000)
})

describe('one text that is submitted fifty times at once', () => {
  it('is one document, one revision and one note in the audit', async () => {
    const { url, open: { database } } = copy
    const others = Array.from({ length: 49 }, () => (url === null ? database : openPostgres(url).database))
    for (let n = 0; n < 4; n += 1) {
      const found = await submitCopies([database, ...others], userOf('author'), makeParcel(makePayload({ id: documentId(90_000 + n) })))
      expect(isOnce(found), JSON.stringify(found)).toBe(true)
    }
    if (url !== null) await Promise.all(others.map((each) => each.close()))
  })
})
