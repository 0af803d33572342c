import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './schedules/play.ts'

const seed = 20260508

/** `npm run faults:chromium -- --schedules 300` plays more of them. */
describe(`a phone in Chromium, killed, updated, in several tabs, on a full disk and a bad line (seed ${seed})`, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  it.each([0, 1, 2, 3, 4])('keeps and delivers all it ever showed as saved, once: schedule %i', async (n) => {
    expect(await stage.play(seed, n)).toEqual({ lost: [], duplicated: [], stuck: [] })
  }, 600_000)
})
