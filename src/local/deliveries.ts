import type { Device } from '@/domain/device'
import { parse, serialise, type Envelope, type Parcel, type Payload } from '@/domain/document'
import type { DocumentId, Sha256 } from '@/domain/id'
import type { NewPerson } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import { contactOf } from './contact'
import { deviceKey } from './device'
import { inConflict } from './edit'
import type { DeviceDatabase } from './database'
import { queued, type Held, type HeldRecord, type OutboxEntry } from './rows'
import { rewind } from './rewind'

/** What leaves the device, for the delivery and whoever hands something in: it comes with them. */
export interface Deliveries {
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
  /** The server holds this text, which is kept. What was edited meanwhile stays queued. */
  acknowledge(id: DocumentId, sha256: Sha256): Promise<void>
  /** No word came on this text: it may or may not have arrived. */
  unknown(id: DocumentId, sha256: Sha256): Promise<void>
  /** Nothing is under way any more: what was taken and got no word is queued again. */
  release(): Promise<void>
  /** The server refused this text for good; it stays, editable, with its reason, and blocks nobody. */
  refuse(id: DocumentId, sha256: Sha256, codes: readonly string[]): Promise<void>
  /**
   * A restored server does not take this text, which it held before. Where the record stands on it, what is here is queued
   * once more, as a revision that descends from all that the server may hold, and what it holds instead has no known text in
   * common with this. Another device's version that waits for a decision is owed to the server from here. The number of its
   * seal is accounted for anew.
   */
  disown(id: DocumentId, sha256: Sha256): Promise<void>
  people(): Promise<readonly NewPerson[]>
  addPerson(person: NewPerson): Promise<void>
  /** The server knows these people now. */
  forgetPeople(ids: readonly string[]): Promise<void>
}

/** Texts without a word from the server that one record may have; more would make a batch of parents. */
const mostParents = 20

/** What a server refuses is in no content of its own: nothing may be merged as if both descended from it. */
function withoutText({ rival, ...record }: HeldRecord, sha256: Sha256): HeldRecord {
  const isBase = record.acknowledged === sha256
  return {
    ...record, ...(isBase ? { acknowledged: null } : {}),
    ...(rival ? { rival: { ...rival, ...(isBase ? { base: null } : {}), ...(rival.sha256 === sha256 ? { owed: true } : {}) } } : {}),
  }
}

/** Writes the number of a seal down with its record again: whether it is replaced the ledger finds out. */
async function givenAgain({ preferences }: DeviceDatabase, { id, device_id, sealed }: Payload): Promise<void> {
  const row = await preferences.get(deviceKey)
  const device = row && (decode(row) as Device)
  if (!sealed || device?.id !== device_id) return
  await preferences.put({ key: deviceKey, ...encode<unknown>({ ...device, given: { ...device.given, [sealed.device_seq]: id } }) })
}

export const openDeliveries = ({ use }: Connection): Deliveries => {
  const change = (
    id: DocumentId,
    update: (record: HeldRecord, entry: OutboxEntry) => { record?: HeldRecord; entry: OutboxEntry | null } | null,
  ) =>
    use((database) =>
      database.transaction('rw', database.documents, async () => {
        const held = await database.held(id)
        if (!held?.entry) return
        const next = update(held.record, held.entry)
        if (next) await database.hold(id, { record: held.record, ...next })
      }),
    )

  const parcel = async (id: DocumentId, hash: (text: string) => Promise<Sha256>, state: OutboxEntry['state']) => {
    for (;;) {
      const { record, entry } = await use(async (database) => database.held(id)) ?? {}
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
    due: () =>
      use(async (database) =>
        (await database.waiting().toArray())
          .map((row) => ({ id: row.id, entry: decode(row).entry }))
          .filter(({ entry }) => entry && entry.state !== 'refused')
          .sort((a, b) => (a.entry?.attempts ?? 0) - (b.entry?.attempts ?? 0))
          .map(({ id }) => id)),

    take: (id, hash) => parcel(id, hash, 'sending'),
    fix: (id, hash) => parcel(id, hash, 'queued'),

    acknowledge: (id, sha256) =>
      use((database) =>
        database.transaction('rw', database.documents, database.texts, database.preferences, async () => {
          const held = await database.held(id)
          const envelope = held?.entry?.envelope
          if (!held?.entry || envelope?.sha256 !== sha256) return
          const { record: { returned, ...record }, entry } = held
          const { revision, text } = envelope
          // An edit of before the seal may be answered after it.
          const stays = returned && parse(text).status === 'returned' ? { returned } : {}
          const stands = record.edition === entry.edition
          const left = record.rival ? inConflict(null) : stands ? null : queued
          const { count: at } = await contactOf(database)
          await Promise.all([
            database.texts.put({ document_id: id, sha256, ...encode({ revision, text, parents: record.parents, at }) }),
            database.hold(id, { record: { ...record, ...stays, acknowledged: sha256, parents: [sha256] }, entry: left }),
          ])
        }),
      ),

    unknown: (id, sha256) =>
      change(id, ({ rival }, entry) => (entry.envelope?.sha256 === sha256
        ? { entry: rival ? inConflict(entry) : { ...entry, state: 'queued', attempts: entry.attempts + 1 } }
        : null)),

    release: () =>
      use(async (database) => {
        await database.waiting().filter((row) => decode(row).entry?.state === 'sending').modify((row) => {
          const { record, entry } = decode(row)
          Object.assign(row, encode<Held>({ record, entry: entry && { ...entry, state: 'queued' } }))
        })
      }),

    refuse: (id, sha256, codes) =>
      use((database) =>
        database.transaction('rw', database.documents, database.cursors, async () => {
          const held = await database.held(id)
          if (!held?.entry || held.entry.envelope?.sha256 !== sha256) return
          const { record, entry } = held
          if (record.rival) await database.hold(id, { record, entry: inConflict(null) })
          else await database.hold(id, record.edition === entry.edition
            ? { record, entry: { ...entry, state: 'refused', codes } }
            : { record, entry: { ...entry, state: 'queued', envelope: null, edition: 0 } })
          if (codes.includes('conflict')) await rewind(database)
        }),
      ),

    disown: (id, sha256) =>
      use((database) =>
        database.transaction('rw', database.documents, database.texts, database.cursors, database.preferences, async () => {
          const held = await database.held(id)
          if (!held) return
          const text = await database.texts.get([id, sha256])
          if (text) await givenAgain(database, parse(decode(text).text))
          const rest = withoutText(held.record, sha256)
          if (held.record.acknowledged !== sha256) {
            await database.hold(id, { ...held, record: rest })
            return
          }
          const known = await database.texts.where('document_id').equals(id).toArray()
          const parents = [...new Set([...held.record.parents, ...known.map(({ sha256 }) => sha256)])]
          const own = known.find((each) => each.sha256 === sha256)
          // A status that a reviewer gave is the server's to give.
          const status = held.entry || !own ? rest.payload.status : parse(decode(own).text).status
          const record = { ...rest, payload: { ...rest.payload, status }, parents }
          await database.hold(id, held.entry ? { ...held, record } : { record: { ...record, edition: record.edition + 1 }, entry: queued })
          await rewind(database)
        }),
      ),

    people: () => use(async ({ people }) => (await people.toArray()).map((row) => decode(row))),

    async addPerson(person) {
      await use(({ people }) => people.put({ key: person.id, ...encode(person) }))
    },

    async forgetPeople(ids) {
      await use(({ people }) => people.bulkDelete(ids as never[]))
    },
  }
}
