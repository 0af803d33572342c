import type { PersonId } from '@/domain/id'
import { connect } from './connection'
import { openCursors, type Cursors } from './cursors'
import { openDeviceBook, type DeviceBook } from './device'
import { openEventLog, type EventLog } from './events'
import { openLines, type Lines } from './lines'
import { openOutbox, type Outbox } from './outbox'
import { openPacks, type Packs } from './packs'
import { openPhotoQueue, type PhotoQueue } from './photo-queue'
import { openPreferences, type Preferences } from './preferences'
import { openRecords, type Records } from './records'
import { watch } from './watch'
import type { Archive } from './archive'
import type { Texts } from './texts'

/** Everything this device keeps for one person. */
export interface Local {
  readonly person: PersonId
  readonly records: Records
  readonly lines: Lines
  readonly outbox: Outbox
  /** Comes with the delivery, not with the first page. */
  texts(): Promise<Texts>
  /** Records of colleagues; comes when it is first asked for. */
  archive(): Promise<Archive>
  readonly photoQueue: PhotoQueue
  readonly packs: Packs
  readonly cursors: Cursors
  readonly preferences: Preferences
  readonly device: DeviceBook
  readonly events: EventLog
  /** Runs the query now and after each change of what it read, in any tab; gives the function that stops it. */
  watch<T>(query: () => Promise<T>, give: (value: T) => void, fail: (error: unknown) => void): () => void
  close(): void
}

export function openLocal(person: PersonId, random: (bytes: number) => Uint8Array): Local {
  const connection = connect(person)
  return {
    person,
    records: openRecords(connection),
    lines: openLines(connection, person),
    outbox: openOutbox(connection),
    texts: async () => (await import('./texts')).openTexts(connection),
    archive: async () => (await import('./archive')).openArchive(connection),
    photoQueue: openPhotoQueue(connection),
    packs: openPacks(connection),
    cursors: openCursors(connection),
    preferences: openPreferences(connection),
    device: openDeviceBook(connection, random),
    events: openEventLog(connection),
    watch,
    close: () => connection.close(),
  }
}
