import Dexie from 'dexie'
import type { PersonId } from '../../../src/domain/id.ts'
import { openRescueFile } from '../../../src/domain/rescue/file.ts'
import type { RescuedThing } from '../../../src/local/rescue/content.ts'
import type { CheckedFile } from '../../../src/local/rescue/check.ts'
import { openRescue, type Rescue } from '../../../src/local/rescue/rescue.ts'
import type { TakenIn } from '../../../src/local/rescue/take-all.ts'
import type { FakeDevice } from '../../fakes/fake-device.ts'
import { deriveOnce, passphrase, random } from '../../make/rescue.ts'

const at = '2026-05-08T08:00:00.000Z'

/** What taking in comes to where nothing is taken. */
export const nothingTaken: TakenIn = { taken: 0, pictures: 0, corrections: 0, plans: 0, known: 0, left: [] }

/** The rescue on a phone. */
export function rescueOn({ disk, person }: Pick<FakeDevice, 'disk' | 'person'>): Rescue {
  Dexie.dependencies.indexedDB = disk
  return openRescue({ person, factory: disk, random, derive: deriveOnce })
}

/** What waits on a phone, as a file. */
export async function exportFrom(device: Pick<FakeDevice, 'disk' | 'person'>, name = '王医生'): Promise<Blob> {
  const rescue = rescueOn(device)
  const { file } = await rescue.export(passphrase, name, at)
  rescue.close()
  return file
}

/** Takes a file in on a phone; throws where it is refused. */
export async function importOn(device: FakeDevice, file: Blob): Promise<TakenIn> {
  const rescue = rescueOn(device)
  const checked = await rescue.check(file, passphrase)
  if ('refusal' in checked) throw new Error(checked.refusal)
  const taken = await rescue.takeIn(checked satisfies CheckedFile)
  rescue.close()
  return taken
}

/** All that a file holds. */
export async function contentOf(file: Blob): Promise<readonly { readonly thing: RescuedThing; readonly bytes: Uint8Array }[]> {
  const opened = await openRescueFile(file, passphrase, deriveOnce)
  if (typeof opened === 'string') throw new Error(opened)
  const things: { thing: RescuedThing; bytes: Uint8Array }[] = []
  for await (const { head, bytes } of opened.pieces()) things.push({ thing: head as RescuedThing, bytes })
  return things
}

/** Every row of every store, for comparing. */
export async function rowsOf(disk: IDBFactory, person: PersonId): Promise<unknown> {
  const old = new Dexie(`xingxun-${person}`, { indexedDB: disk, IDBKeyRange: Dexie.dependencies.IDBKeyRange })
  await old.open()
  const rows = await Promise.all(old.tables.map(async (table) => [table.name, await table.toArray()] as const))
  const version = old.verno
  old.close()
  return { version, rows }
}
