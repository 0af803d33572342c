import type { PersonId } from '@/domain/id'
import { RescueDamaged } from '@/domain/rescue/chunks'
import { openRescueFile } from '@/domain/rescue/file'
import { isLongEnough, type DeriveKey } from '@/domain/rescue/key'
import { connect } from '../connection'
import { readThrough, refused, type CheckedFile, type RefusedFile } from './check'
import { exportRescueFile, nothingWaits, readStanding, rescueFileName, type Standing } from './export'
import { takeAll, type TakenIn } from './take-all'

/** What has not been delivered, carried from a device into a file and from a file into a device. */
export interface Rescue {
  standing(): Promise<Standing>
  /** Whether a passphrase is long enough. */
  accepts(passphrase: string): boolean
  /** The file and its name. `at` in ISO 8601. */
  export(passphrase: string, name: string, at: string): Promise<{ readonly name: string; readonly file: Blob }>
  /** Reads a whole file and changes nothing. */
  check(file: Blob, passphrase: string): Promise<CheckedFile | RefusedFile>
  /** Takes what a checked file holds in, thing by thing; doing it again changes nothing. */
  takeIn(checked: CheckedFile): Promise<TakenIn>
  close(): void
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
    standing: async () => (await readStanding(factory, person)) ?? nothingWaits,
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
