import type { NewPerson } from '@/domain/ports'
import type { Bytes } from '@/domain/rescue/header'
import type { Connection } from '../connection'
import type { DeviceDatabase } from '../database'
import type { CheckedFile } from './check'
import type { RescuedCorrection, RescuedPicture, RescuedPlan, RescuedRecord, RescuedThing } from './content'
import { takeIn, type Fate } from './take-in'
import { takeCorrection, takePlan } from './take-kept'

/** What was left out because another content of it is here; the file still holds it. */
export interface LeftOut {
  readonly what: Whole['thing']['what']
  readonly id: string
  readonly name: string
}

export interface TakenIn {
  /** Records that wait here now to be sent. */
  readonly taken: number
  /** Pictures of records. */
  readonly pictures: number
  /** Corrections that are begun here now. */
  readonly corrections: number
  /** Plans that wait here now to be sent. */
  readonly plans: number
  /** Records, corrections and plans whose content this device or the server has, or had, already. */
  readonly known: number
  readonly left: readonly LeftOut[]
}

/** A thing of a file with the pictures that follow it. */
interface Whole {
  readonly thing: RescuedRecord | RescuedCorrection | RescuedPlan
  readonly pictures: readonly (RescuedPicture & { readonly bytes: Bytes })[]
}

async function* wholes({ file }: CheckedFile): AsyncGenerator<Whole> {
  let thing: Whole['thing'] | undefined
  let pictures: Whole['pictures'][number][] = []
  for await (const { head, bytes } of file.pieces()) {
    const next = head as RescuedThing
    if (next.what === 'picture' && next.document_id === thing?.id) pictures.push({ ...next, bytes })
    if (next.what === 'manifest' || next.what === 'picture') continue
    if (thing) yield { thing, pictures }
    thing = next
    pictures = []
  }
  if (thing) yield { thing, pictures }
}

async function take(database: DeviceDatabase, { thing, pictures }: Whole, people: readonly NewPerson[]): Promise<{ readonly fate: Fate; readonly pictures: number }> {
  if (thing.what === 'record') return takeIn(database, { record: thing, pictures }, people)
  const fate = thing.what === 'plan' ? takePlan(database, thing, people) : takeCorrection(database, thing, pictures, people)
  return { fate: await fate, pictures: 0 }
}

function nameOf(thing: Whole['thing']): string {
  if (thing.what === 'plan') return `${thing.waiting.plan.planned_on} ${thing.waiting.plan.place_name}`.trim()
  const { short_no, header } = thing.what === 'record' ? thing.held.record.payload : thing.correction.payload
  return `${short_no} ${header.title}`
}

const counts = { record: 'taken', correction: 'corrections', plan: 'plans' } as const

/** Takes all of a checked file in, thing by thing. */
export async function takeAll({ use }: Connection, checked: CheckedFile): Promise<TakenIn> {
  const count = { taken: 0, pictures: 0, corrections: 0, plans: 0, known: 0 }
  const left: LeftOut[] = []
  for await (const whole of wholes(checked)) {
    const { thing } = whole
    const { fate, pictures } = await use((database) => take(database, whole, checked.manifest.people))
    count.pictures += pictures
    if (fate === 'left') left.push({ what: thing.what, id: thing.id, name: nameOf(thing) })
    else count[fate === 'known' ? 'known' : counts[thing.what]] += 1
  }
  return { ...count, left }
}
