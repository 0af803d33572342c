import { createHash } from 'node:crypto'
import { parse } from '../../src/domain/document.ts'
import type { DocumentId } from '../../src/domain/id.ts'
import { marksOf, type Phone } from './phone.ts'
import type { World, ServerRevision } from './world.ts'

/** What went wrong, in words; nothing where every promise was held. */
export interface Judgement {
  readonly lost: string[]
  readonly duplicated: string[]
  readonly altered: string[]
  readonly stuck: string[]
}

const sha256Of = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hasTwice = (values: readonly unknown[]) => new Set(values).size !== values.length

interface Seen {
  readonly sha256: string
  readonly marks: readonly string[]
}
const seen = new Map<string, Seen>()
/** What there is to see in a text. Every look at a world meets the same ones, so the newest are known. */
function seenIn(text: string): Seen {
  const known = seen.get(text)
  if (known) return known
  if (seen.size > 200) seen.clear()
  const found = { sha256: sha256Of(text), marks: marksOf(parse(text)) }
  seen.set(text, found)
  return found
}

/** Every text is what its author made; each revision is there once. */
function judgeRevisions(id: DocumentId, revisions: readonly ServerRevision[], found: Judgement): void {
  if (hasTwice(revisions.map(({ revision }) => revision))) found.duplicated.push(`${id}: a revision twice`)
  for (const { revision, sha256, text } of revisions) {
    const { marks, sha256: real } = seenIn(text)
    if (real !== sha256) found.altered.push(`${id}: revision ${revision} has another hash`)
    if (hasTwice(marks)) found.duplicated.push(`${id}: an edit twice in revision ${revision}`)
  }
}

/** What a phone reported as saved is in the server's newest revision, or stands refused where its author sees it; what is there is here. */
async function judgeRecord({ server }: World, phone: Phone, id: DocumentId, revisions: readonly ServerRevision[] | undefined, found: Judgement): Promise<void> {
  const { local } = phone.device
  const view = await local.records.read(id)
  const saved = [...phone.saved.get(id) ?? []]
  const where = `${phone.name}/${id}`
  if (!view) {
    if (saved.length > 0 || (revisions?.length ?? 0) > 0) found.lost.push(`${where}: not on the phone`)
    return
  }
  const here = new Set(marksOf(view.record.payload))
  for (const mark of saved) if (!here.has(mark)) found.lost.push(`${where}: ${mark} not on the phone`)
  if (view.entry?.state === 'refused') {
    if (view.entry.codes.length === 0) found.stuck.push(`${where}: refused without a reason`)
    if (view.entry.codes.includes('conflict')) found.stuck.push(`${where}: in conflict after its person decided`)
    return
  }
  if (view.entry) {
    found.stuck.push(`${where}: ${view.entry.state}`)
    return
  }
  const head = revisions?.at(-1)
  const there = new Set(head && seenIn(head.text).marks)
  for (const mark of here) if (!there.has(mark)) found.lost.push(`${where}: ${mark} not on the server`)
  for (const mark of there) if (!here.has(mark)) found.lost.push(`${where}: ${mark} not pulled`)
  for (const { sha256 } of view.record.payload.photos) {
    const picture = await server.picture(id, sha256)
    const state = view.photos.get(sha256)?.state
    const isWhole = picture?.bytes && sha256Of(picture.bytes) === sha256
    if (isWhole && picture.state === 'verified' && state === 'verified') continue
    // Only a phone that has the picture promised it.
    if (!(await local.records.photo(id, sha256))) continue
    if (!picture?.bytes) found.lost.push(`${where}: picture ${sha256.slice(0, 8)} is ${state} here and not on the server`)
    else if (!isWhole) found.altered.push(`${where}: picture ${sha256.slice(0, 8)}`)
    else found.stuck.push(`${where}: picture ${state} here, ${picture.state} there`)
  }
}

/** Judges a world that has come to rest. */
export async function judge(world: World): Promise<Judgement> {
  const found: Judgement = { lost: [], duplicated: [], altered: [], stuck: [] }
  const revisions = await world.server.revisions()
  for (const [id, each] of revisions) judgeRevisions(id, each, found)
  for (const phone of world.phones) for (const id of world.recordsOf(phone)) await judgeRecord(world, phone, id, revisions.get(id), found)
  for (const { device, name } of world.phones)
    for (const number of await world.server.missing((await device.local.device.read()).id)) found.lost.push(`${name}: seal ${number} is said never to have arrived`)
  return found
}

export const isClean = (found: Judgement): boolean => Object.values(found).every((list: string[]) => list.length === 0)

/** Whether every promise is held by now: against the real SQL a schedule need not be watched for longer. */
export const isKept = async (world: World): Promise<boolean> => isClean(await judge(world))
