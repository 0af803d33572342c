// @vitest-environment node
import { expect, it } from 'vitest'
import { judge } from '../faults/oracle.ts'
import { makeSchedule } from '../faults/schedule.ts'
import { carryOut, modelWorld } from '../faults/world.ts'

it('[M4] a rival from which the server has gone on to what this version descends from is none any more', async () => {
  const world = modelWorld(2)

  await carryOut(world, makeSchedule(20261129, 568, 2))

  expect(await judge(world)).toEqual({ lost: [], duplicated: [], altered: [], stuck: [] })
})
