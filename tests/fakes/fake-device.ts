import 'fake-indexeddb/auto'
import { createHash, randomBytes } from 'node:crypto'
import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import type { PersonId, Sha256 } from '../../src/domain/id.ts'
import { openLocal, type Local } from '../../src/local/local.ts'
import { loadCode } from '../../src/local/store-code.ts'

// A device opens its store at once on the disk that is there then.
await loadCode()

export const hashText = async (text: string): Promise<Sha256> =>
  createHash('sha256').update(text, 'utf8').digest('hex') as Sha256

/** A phone's disk and the app on it: closing the app forgets everything but the disk. */
export class FakeDevice {
  readonly disk = new IDBFactory()
  local: Local

  constructor(readonly person: PersonId) {
    this.local = this.open()
  }

  /** The app is killed and opened again. */
  restart(): Local {
    this.local.close()
    this.local = this.open()
    return this.local
  }

  private open(): Local {
    Dexie.dependencies.indexedDB = this.disk
    return openLocal(this.person, (bytes) => new Uint8Array(randomBytes(bytes)))
  }
}
