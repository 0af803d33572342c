import { isKept, judge, type Judgement } from './oracle.ts'
import { makeSchedule, type Command } from './schedule.ts'
import { carryOut, modelWorld, type World } from './world.ts'

export interface Scene {
  readonly world: World
  readonly schedule: readonly Command[]
}

export interface Played {
  readonly commands: number
  readonly found: Judgement
}

/** Carries a schedule out to its rest, and judges what came of it. */
export async function play({ world, schedule }: Scene): Promise<Played> {
  await carryOut(world, schedule, isKept)
  const found = await judge(world)
  for (const { device } of world.phones) device.local.close()
  return { commands: schedule.length, found }
}

/** The nth schedule of a seed against the model; a third phone meets what two of them did behind its back. */
export function modelScene(seed: number, n: number): Scene & { readonly world: ReturnType<typeof modelWorld> } {
  const phones = 2 + (n % 2)
  return { world: modelWorld(phones), schedule: makeSchedule(seed, n, phones) }
}
