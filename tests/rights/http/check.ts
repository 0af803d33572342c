import { add, emptyResult, type Result } from '../probe/cell.ts'
import { checkCalls, checkPictures } from './call-cells.ts'
import { checkNoRelations } from './closed-cells.ts'
import { keyedRelations } from './keys.ts'
import { checkExposedReads } from './read-cells.ts'
import type { World } from './world.ts'

/** Rights once more over HTTP, by people who signed in. */
export async function checkHttp(world: World): Promise<Result> {
  const result = emptyResult()
  const keyed = await keyedRelations(world.database)
  add(result, await checkExposedReads(world, keyed))
  add(result, await checkPictures(world))
  add(result, await checkCalls(world))
  add(result, await checkNoRelations(world, keyed))
  return result
}
