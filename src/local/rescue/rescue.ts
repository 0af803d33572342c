import type { DocumentId, PersonId } from '@/domain/id'
import { RescueDamaged } from '@/domain/rescue/chunks'
import { openRescueFile, type RescueRefusal, type UnlockedFile } from '@/domain/rescue/file'
import { isLongEnough, type DeriveKey } from '@/domain/rescue/key'
import { connect, type Connection } from '../connection'
import { contentVersion, type RescuedRecord, type RescuedThing, type RescueManifest } from './content'
import { exportRescueFile, readStanding, rescueFileName, type Standing } from './export'
import { takeIn, type RescuedWhole } from './take-in'

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

export interface TakenIn {
  /** Records that wait here now to be sent. */
  readonly taken: number
  /** Records whose content this device or the server has already. */
  readonly known: number
  readonly pictures: number
  /** Records that were left out because another content of them is here; the file still holds them. */
  readonly left: readonly { readonly id: DocumentId; readonly short_no: string; readonly title: string }[]
}

/** What has not been delivered, carried from a device into a file and from a file into a device. */
export interface Rescue {
  standing(): Promise<Standing>
  /** Whether a passphrase is long enough. */
  accepts(passphrase: string): boolean
  /** The file and its name. `at` in ISO 8601. */
  export(passphrase: string, name: string, at: string): Promise<{ readonly name: string; readonly file: Blob }>
  /** Reads a whole file and changes nothing. */
  check(file: Blob, passphrase: string): Promise<CheckedFile | RefusedFile>
  /** Takes a checked file's records in, one by one; doing it again changes nothing. */
  takeIn(checked: CheckedFile): Promise<TakenIn>
  close(): void
}

const refused = (refusal: RescueRefusal, name = ''): RefusedFile => ({ refusal, name })

/** Reads the whole file: it must be as it was written to its last byte, and hold what it says it holds. */
async function readThrough(file: UnlockedFile, person: PersonId): Promise<CheckedFile | RefusedFile> {
  let manifest: RescueManifest | null = null
  const counted = { records: 0, pictures: 0 }
  for await (const { head } of file.pieces()) {
    const thing = head as RescuedThing
    if (thing.what === 'manifest') {
      if (thing.v > contentVersion) return refused('newer')
      if (thing.person !== person) return refused('person', thing.name)
      manifest = thing
    } else if (thing.what === 'record') {
      if (thing.held.record.payload.author_id !== person || thing.held.record.payload.id !== thing.id) return refused('damaged')
      counted.records += 1
    } else counted.pictures += 1
  }
  const whole = manifest && manifest.records === counted.records && manifest.pictures === counted.pictures
  return whole && manifest ? { manifest, file } : refused('damaged')
}

async function* wholes({ file }: CheckedFile): AsyncGenerator<RescuedWhole> {
  let record: RescuedRecord | undefined
  let pictures: RescuedWhole['pictures'][number][] = []
  for await (const { head, bytes } of file.pieces()) {
    const thing = head as RescuedThing
    if (thing.what === 'picture' && thing.document_id === record?.id) pictures.push({ ...thing, bytes })
    if (thing.what !== 'record') continue
    if (record) yield { record, pictures }
    record = thing
    pictures = []
  }
  if (record) yield { record, pictures }
}

async function takeAll({ use }: Connection, checked: CheckedFile): Promise<TakenIn> {
  const count = { taken: 0, known: 0, pictures: 0 }
  const left: TakenIn['left'][number][] = []
  for await (const whole of wholes(checked)) {
    const { fate, pictures } = await use((database) => takeIn(database, whole, checked.manifest.people))
    count.pictures += pictures
    const { payload } = whole.record.held.record
    if (fate === 'left') left.push({ id: payload.id, short_no: payload.short_no, title: payload.header.title })
    else count[fate] += 1
  }
  return { ...count, left }
}

/** The rescue of one person's records on this device. */
export function openRescue(parts: {
  readonly person: PersonId
  readonly factory: IDBFactory
  readonly random: (bytes: number) => Uint8Array
  readonly derive?: DeriveKey
}): Rescue {
  const { person, factory, random, derive } = parts
  const connection = connect(person)
  return {
    standing: async () => (await readStanding(factory, person)) ?? { records: 0, pictures: 0 },
    accepts: isLongEnough,
    async export(passphrase, name, at) {
      const file = await exportRescueFile(factory, passphrase, { person, name, made_at: at, random }, derive)
      return { name: rescueFileName(at), file }
    },
    async check(file, passphrase) {
      const opened = await openRescueFile(file, passphrase, derive)
      if (typeof opened === 'string') return refused(opened)
      try {
        return await readThrough(opened, person)
      } catch (error) {
        if (error instanceof RescueDamaged) return refused('damaged')
        throw error
      }
    },
    takeIn: (checked) => takeAll(connection, checked),
    close: () => connection.close(),
  }
}
