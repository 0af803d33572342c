// @vitest-environment node
import { expect, it } from 'vitest'
import { isClean } from '../faults/oracle.ts'
import { modelScene, play } from '../faults/play.ts'

/** `npm run faults` runs more of them; a failing one says its number, and runs again there. */
const schedules = 100
const seed = 20260508

it('[R1] whatever fails on the way, every saved record arrives once and unaltered, or stands refused in sight', async () => {
  let revisions = 0
  for (let n = 0; n < schedules; n += 1) {
    const scene = modelScene(seed, n)
    const { found } = await play(scene)
    expect(isClean(found), `--seed ${seed} --from ${n} --to ${n + 1}: ${JSON.stringify(found)}`).toBe(true)
    revisions += scene.world.model.applied.length
  }

  expect(revisions).toBeGreaterThan(schedules * 3)
}, 600_000)
