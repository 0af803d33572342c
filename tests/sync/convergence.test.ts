// @vitest-environment node
import { expect, it } from 'vitest'
import { isClean, judge } from '../faults/oracle.ts'
import { makeSchedule } from '../faults/schedule.ts'
import { carryOut, modelWorld } from '../faults/world.ts'

/** `npm run faults` runs more of them; a failing one says its number, and runs again there. */
const schedules = 100
const seed = 20260508

it('[R1] whatever fails on the way, every saved record arrives once and unaltered, or stands refused in sight', async () => {
  let revisions = 0
  for (let n = 0; n < schedules; n += 1) {
    const phones = 2 + (n % 2)
    const world = modelWorld(phones)
    await carryOut(world, makeSchedule(seed, n, phones))
    const found = await judge(world)
    expect(isClean(found), `--seed ${seed} --from ${n} --to ${n + 1}: ${JSON.stringify(found)}`).toBe(true)
    revisions += world.model.applied.length
    for (const { device } of world.phones) device.local.close()
  }

  expect(revisions).toBeGreaterThan(schedules * 3)
}, 600_000)
