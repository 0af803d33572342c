import type { Piece } from '@/domain/rescue/pieces'
import { decode, type Stored } from '../codec'
import { versionFor, type RescueManifest } from './content'
import { answer } from './raw'
import { correctionPieces } from './read-kept'
import type { Waiting } from './read-store'

function manifestOf(
  { records, pictures, corrections, plans, people, device, store }: Waiting, about: Pick<RescueManifest, 'person' | 'name' | 'made_at'>,
): RescueManifest {
  const v = versionFor(corrections.length, plans.length)
  const ofCorrections = corrections.reduce((sum, { correction }) => sum + correction.bytes.length, 0)
  return {
    what: 'manifest', v, ...about, store, device, people, records: records.length, pictures: pictures.length + ofCorrections,
    ...(v === 1 ? {} : { corrections: corrections.length, plans: plans.length }),
  }
}

/** What goes into a rescue file: its manifest, then each thing with its pictures, whose bytes are read one by one. */
export async function* rescuePieces(
  database: IDBDatabase, waiting: Waiting, about: Pick<RescueManifest, 'person' | 'name' | 'made_at'>,
): AsyncGenerator<Piece> {
  const { records, pictures, corrections, plans } = waiting
  const nothing = new Uint8Array(0)
  yield { head: manifestOf(waiting, about), bytes: nothing }
  for (const record of records) {
    yield { head: record, bytes: nothing }
    for (const picture of pictures.filter(({ document_id }) => document_id === record.id)) {
      const row = await answer<Stored<ArrayBuffer> | undefined>(database.transaction('photoBytes').objectStore('photoBytes')
        .get([picture.document_id, picture.sha256]))
      if (!row) throw new Error('the store changed while it was read')
      yield { head: picture, bytes: new Uint8Array(decode(row)) }
    }
  }
  for (const correction of corrections) yield* correctionPieces(database, correction)
  for (const plan of plans) yield { head: plan, bytes: nothing }
}
