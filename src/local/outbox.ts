import { serialise, type Envelope, type Parcel } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { HeldRecord, OutboxEntry } from './database'

export interface Outbox {
  /** How many records wait to be sent, and which were refused. */
  standing(): Promise<{ readonly queued: number; readonly refused: readonly DocumentId[] }>
  /** Ids of records with something to send, those that failed least first: order matters within one record only. */
  due(): Promise<readonly DocumentId[]>
  /**
   * Fixes the text of a record's newest content and marks it under way. The same text again while nothing was edited
   * since; else a new revision that descends from the ones that may have arrived, or, when those have become many, the
   * older text once more until the server gives its word. Null when there is nothing to send.
   */
  take(id: DocumentId, hash: (text: string) => Promise<Sha256>): Promise<Parcel | null>
  /** Fixes the text as `take` does, without sending: what sealing does at the tap. */
  fix(id: DocumentId, hash: (text: string) => Promise<Sha256>): Promise<Parcel | null>
  /** The server holds this text. What was edited meanwhile stays queued. */
  acknowledge(id: DocumentId, sha256: Sha256): Promise<void>
  /** No word came on this text: it may or may not have arrived. */
  unknown(id: DocumentId, sha256: Sha256): Promise<void>
  /** Nothing is under way any more: what was taken and got no word is queued again. */
  release(): Promise<void>
  /** The server refused this text for good; it stays, editable, with its reason, and blocks nobody. */
  refuse(id: DocumentId, sha256: Sha256, codes: readonly string[]): Promise<void>
  /** The person keeps this device's version over the server's: it descends from the server's from now on. */
  override(id: DocumentId, head: Sha256, revision: number): Promise<void>
  people(): Promise<readonly NewPerson[]>
  addPerson(person: NewPerson): Promise<void>
  /** The server knows these people now. */
  forgetPeople(ids: readonly string[]): Promise<void>
}

/** Texts without a word from the server that one record may have; more would make a batch of parents. */
const mostParents = 20

const held = (row: { value: HeldRecord } | undefined) => row && decode(row)

export const openOutbox = ({ use }: Connection): Outbox => {
  const change = (
    id: DocumentId,
    update: (record: HeldRecord, entry: OutboxEntry) => { record?: HeldRecord; entry: OutboxEntry | null } | null,
  ) =>
    use((database) =>
      database.transaction('rw', database.documents, database.outbox, async () => {
        const [row, waiting] = await Promise.all([database.documents.get(id), database.outbox.get(id)])
        if (!row || !waiting) return
        const next = update(decode(row), decode(waiting))
        if (!next) return
        if (next.record) await database.documents.put({ id, ...encode(next.record) })
        if (next.entry) await database.outbox.put({ id, ...encode(next.entry) })
        else await database.outbox.delete(id)
      }),
    )

  const parcel = async (id: DocumentId, hash: (text: string) => Promise<Sha256>, state: OutboxEntry['state']) => {
    for (;;) {
      const [row, waiting] = await use(({ documents, outbox }) => Promise.all([documents.get(id), outbox.get(id)]))
      const record = held(row)
      const entry = waiting && decode(waiting)
      if (!record || !entry || entry.state === 'refused') return null
      const patient = state === 'sending' && record.parents.length >= mostParents
      const fresh = entry.envelope !== null && (patient || entry.edition === record.edition)
      const revision = fresh ? (entry.envelope?.revision ?? 1) : Math.max(record.revision, entry.envelope?.revision ?? 0) + 1
      const parents = fresh || !entry.envelope
        ? record.parents
        : [...record.parents, entry.envelope.sha256]
      const text = fresh ? (entry.envelope?.text ?? '') : serialise({ ...record.payload, revision })
      const sha256 = fresh ? (entry.envelope?.sha256 as Sha256) : await hash(text)
      let taken = false
      await change(id, (now, waitingNow) => {
        if (now.edition !== record.edition || waitingNow.state === 'refused') return null
        taken = true
        const envelope: Envelope = { id, revision, sha256, text }
        return {
          record: { ...now, revision, parents },
          entry: { ...waitingNow, state, envelope, edition: fresh ? entry.edition : record.edition },
        }
      })
      if (taken) return { id, revision, sha256, text, parents }
    }
  }

  return {
    standing: () =>
      use(async ({ outbox }) => {
        const rows = (await outbox.toArray()).map((row) => [row.id, decode(row).state] as const)
        const refused = rows.flatMap(([id, state]) => (state === 'refused' ? [id] : []))
        return { queued: rows.length - refused.length, refused }
      }),

    due: () =>
      use(async ({ outbox }) =>
        (await outbox.toArray())
          .map((row) => ({ id: row.id, ...decode(row) }))
          .filter(({ state }) => state !== 'refused')
          .sort((a, b) => a.attempts - b.attempts)
          .map(({ id }) => id)),

    take: (id, hash) => parcel(id, hash, 'sending'),
    fix: (id, hash) => parcel(id, hash, 'queued'),

    acknowledge: (id, sha256) =>
      change(id, (record, entry) => {
        if (entry.envelope?.sha256 !== sha256) return null
        const acknowledged = { ...record, acknowledged: sha256, parents: [sha256] }
        return record.edition === entry.edition
          ? { record: acknowledged, entry: null }
          : { record: acknowledged, entry: { state: 'queued', envelope: null, edition: 0, attempts: 0, codes: [] } }
      }),

    unknown: (id, sha256) =>
      change(id, (_record, entry) => (entry.envelope?.sha256 === sha256
        ? { entry: { ...entry, state: 'queued', attempts: entry.attempts + 1 } }
        : null)),

    release: () =>
      use(async ({ outbox }) => {
        await outbox.filter((row) => decode(row).state === 'sending').modify((row) => {
          Object.assign(row, encode<OutboxEntry>({ ...decode(row), state: 'queued' }))
        })
      }),

    refuse: (id, sha256, codes) =>
      change(id, (record, entry) => {
        if (entry.envelope?.sha256 !== sha256) return null
        return record.edition === entry.edition
          ? { entry: { ...entry, state: 'refused', codes } }
          : { entry: { ...entry, state: 'queued', envelope: null, edition: 0 } }
      }),

    override: (id, head, revision) =>
      change(id, (record) => ({
        record: { ...record, revision, parents: [...record.parents, head] },
        entry: { state: 'queued', envelope: null, edition: 0, attempts: 0, codes: [] },
      })),

    people: () => use(async ({ people }) => (await people.toArray()).map((row) => decode(row))),

    async addPerson(person) {
      await use(({ people }) => people.put({ key: person.id, ...encode(person) }))
    },

    async forgetPeople(ids) {
      await use(({ people }) => people.bulkDelete(ids as never[]))
    },
  }
}
