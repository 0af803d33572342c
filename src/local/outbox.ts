import type { DocumentId } from '@/domain/id'
import type { Connection } from './connection'
import { decode } from './codec'
import type { Deliveries } from './deliveries'

export interface Outbox extends Deliveries {
  /** How many records wait to be sent, and which were refused. */
  standing(): Promise<{ readonly queued: number; readonly refused: readonly DocumentId[] }>
}

const methods = ['due', 'take', 'fix', 'acknowledge', 'unknown', 'release', 'refuse', 'disown', 'people', 'addPerson', 'forgetPeople'] as const

/** The outbox; all but its standing is fetched when it is first asked for, to keep the first page small. */
export function openOutbox(connection: Connection): Outbox {
  const open = () => import('./deliveries').then(({ openDeliveries }) => openDeliveries(connection))
  const later = methods.map((name) => [name, async (...parts: never[]) => ((await open())[name] as (...all: never[]) => unknown)(...parts)])
  return {
    // Typed by the names above: one that is missing there is missed here.
    ...Object.fromEntries(later) as Pick<Deliveries, (typeof methods)[number]>,
    standing: () =>
      connection.use(async (database) => {
        const rows = (await database.waiting().toArray()).map((row) => [row.id, decode(row).entry?.state] as const)
        const refused = rows.flatMap(([id, state]) => (state === 'refused' ? [id] : []))
        return { queued: rows.length - refused.length, refused }
      }),
  }
}
