import type { DocumentId } from '@/domain/id'
import type { Connection } from './connection'
import { decode } from './codec'
import type { Deliveries } from './deliveries'

export interface Outbox extends Deliveries {
  /** How many records wait to be sent, and which were refused. */
  standing(): Promise<{ readonly queued: number; readonly refused: readonly DocumentId[] }>
}

/** Every method that is fetched later: the type says when one is missing. */
const methods = Object.keys({
  due: 0, take: 0, fix: 0, acknowledge: 0, unknown: 0, release: 0, refuse: 0, requeue: 0, people: 0, addPerson: 0, forgetPeople: 0,
} satisfies Record<keyof Deliveries, 0>) as (keyof Deliveries)[]

/** The outbox; all but its standing is fetched when it is first asked for, to keep the first page small. */
export function openOutbox(connection: Connection): Outbox {
  const open = () => import('./deliveries').then(({ openDeliveries }) => openDeliveries(connection))
  const later = methods.map((name) => [name, async (...parts: never[]) => ((await open())[name] as (...all: never[]) => unknown)(...parts)])
  return {
    ...Object.fromEntries(later) as Deliveries,
    standing: () =>
      connection.use(async (database) => {
        const rows = (await database.waiting().toArray()).map((row) => [row.id, decode(row).entry?.state] as const)
        const refused = rows.flatMap(([id, state]) => (state === 'refused' ? [id] : []))
        return { queued: rows.length - refused.length, refused }
      }),
  }
}
