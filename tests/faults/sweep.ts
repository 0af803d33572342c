import { Failpoints, type Case } from './failpoints.ts'
import { isClean, isKept, judge, type Judgement } from './oracle.ts'
import { marksOf, type Phone } from './phone.ts'
import { chapters, type Act } from './sweep-acts.ts'
import { judgeBeside, sweepWorld, type SweepWorld } from './sweep-world.ts'
import { comeToRest } from './world.ts'

export { casesOf, nameOf } from './failpoints.ts'

/** The marks of each record as they stand on a phone. */
const standing = (phone: Phone, { records }: SweepWorld) =>
  Promise.all(records.map(async (id) => {
    const payload = await phone.read(id)
    return { id, marks: new Set(payload && marksOf(payload)) }
  }))

/** A save that a full disk refused left nothing, and was not reported as saved. */
async function judgeRefusal(phone: Phone, world: SweepWorld, before: Awaited<ReturnType<typeof standing>>, found: Judgement): Promise<void> {
  for (const [n, { id, marks }] of (await standing(phone, world)).entries()) {
    const saved = phone.saved.get(id) ?? new Set()
    for (const mark of marks) if (!before[n]?.marks.has(mark) && !saved.has(mark) && mark.startsWith(phone.name)) found.altered.push(`${id}: ${mark} was refused and is there`)
    for (const mark of saved) if (!marks.has(mark)) found.lost.push(`${id}: ${mark} was refused and reported as saved`)
  }
}

async function carryOut(world: SweepWorld, { name, phone: who, run }: Act, failpoints: Failpoints, found: Judgement): Promise<void> {
  if (!who) return void await run(world)
  const phone = world[who]
  const before = await standing(phone, world)
  const struck = failpoints.struck
  await failpoints.watch(name, phone, async () => run(world))
  if (failpoints.struck && !struck) await judgeRefusal(phone, world, before, found)
}

/** The name of every failpoint that the acts pass without a fault, in order. */
export async function discover(): Promise<readonly string[]> {
  const { seen, found } = await play(null)
  if (!isClean(found)) throw new Error(`without any fault: ${JSON.stringify(found)}`)
  return seen
}

/** Plays from the beginning with exactly this fault, lets everything come to rest, and judges. */
export async function sweepCase(each: Case): Promise<Judgement> {
  const { struck, found } = await play(each)
  if (!struck) throw new Error(`never came to ${each.point}`)
  return found
}

/** Ends with the chapter in which the fault strikes, before a later one may mend what it did. */
async function play(target: Case | null): Promise<{ seen: readonly string[]; struck: boolean; found: Judgement }> {
  const world = sweepWorld()
  const failpoints = new Failpoints(target)
  const found: Judgement = { lost: [], duplicated: [], altered: [], stuck: [] }
  for (const chapter of chapters) {
    for (const each of chapter) await carryOut(world, each, failpoints, found)
    await comeToRest(world, isKept)
    // What gave way on a full disk comes back when the months are compared again.
    for (const phone of world.phones) {
      phone.time += 86_400_000
      await phone.round()
    }
    const records = await judge(world)
    for (const kind of ['lost', 'duplicated', 'altered', 'stuck'] as const) found[kind].push(...records[kind])
    // Times are forgotten before they leave: better one too few than one twice.
    await judgeBeside(world, /fillings|:preferences#/.test(target?.point ?? ''), found)
    if (failpoints.struck || !isClean(found)) break
  }
  for (const { device } of world.phones) device.local.close()
  return { seen: failpoints.seen, struck: failpoints.struck, found }
}
