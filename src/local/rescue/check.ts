import type { PersonId } from '@/domain/id'
import type { RescueRefusal, UnlockedFile } from '@/domain/rescue/file'
import { contentVersion, type RescuedThing, type RescueManifest } from './content'

/** A rescue file of this person that was read to its end. */
export interface CheckedFile {
  readonly manifest: RescueManifest
  readonly file: UnlockedFile
}

export interface RefusedFile {
  readonly refusal: RescueRefusal
  /** Whose it is, for `person`; empty where the file does not say. */
  readonly name: string
}

export const refused = (refusal: RescueRefusal, name = ''): RefusedFile => ({ refusal, name })

type Counted = Record<Exclude<RescuedThing['what'], 'manifest'>, number>

const holdsWhatItSays = ({ records, pictures, corrections = 0, plans = 0 }: RescueManifest, counted: Counted): boolean =>
  records === counted.record && pictures === counted.picture && corrections === counted.correction && plans === counted.plan

function isOf(person: PersonId, thing: Exclude<RescuedThing, RescueManifest>): boolean {
  switch (thing.what) {
    case 'record': return thing.held.record.payload.author_id === person && thing.held.record.payload.id === thing.id
    case 'correction': return thing.correction.payload.author_id === person && thing.correction.payload.id === thing.id
    case 'plan': return thing.waiting.plan.id === thing.id
    case 'picture': return true
    default: return false
  }
}

/** Reads the whole file: it must be as it was written to its last byte, and hold what it says it holds. */
export async function readThrough(file: UnlockedFile, person: PersonId): Promise<CheckedFile | RefusedFile> {
  let manifest: RescueManifest | null = null
  const counted: Counted = { record: 0, picture: 0, correction: 0, plan: 0 }
  for await (const { head } of file.pieces()) {
    const thing = head as RescuedThing
    if (thing.what === 'manifest') {
      if (thing.v > contentVersion) return refused('newer')
      if (thing.person !== person) return refused('person', thing.name)
      manifest = thing
    } else if (isOf(person, thing)) counted[thing.what] += 1
    else return refused('damaged')
  }
  return manifest && holdsWhatItSays(manifest, counted) ? { manifest, file } : refused('damaged')
}
