import { createHash } from 'node:crypto'
import { mayChange, type Status } from '../../src/domain/activity.ts'
import type { Parcel, Payload } from '../../src/domain/document.ts'
import type { DocumentId, PersonId, PlanId, Sha256 } from '../../src/domain/id.ts'
import type { FillingTime } from '../../src/domain/filling.ts'
import type { LedgerStatement } from '../../src/domain/ledger.ts'
import type { PlanDraft } from '../../src/domain/plan.ts'
import type { NewPerson, PullCursor, PulledPage, PushVerdict, ReferencePack } from '../../src/domain/ports.ts'
import { ModelArchive } from './model-archive.ts'

export interface Revision {
  readonly revision: number
  readonly sha256: Sha256
  readonly text: string
}

interface Held {
  readonly author: PersonId
  readonly team: PersonId[]
  readonly revisions: Revision[]
  changed: number
}

interface Picture {
  bytes: ArrayBuffer | null
  state: 'expected' | 'verified' | 'refused'
}

const sha256Of = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const parsed = new Map<string, Payload | null>()
/** The payload of a text, null when it is none. Read again and again, so the newest stay parsed: not to be changed. */
function read(text: string): Payload | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  if (parsed.size > 200) parsed.clear()
  let payload: Payload | null = null
  try {
    payload = JSON.parse(text) as Payload
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  parsed.set(text, payload)
  return payload
}

/** What the server does with documents and pictures, small: the rules of `api.push`, `api.pull_own` and the bucket. */
export class ModelServer {
  readonly documents = new Map<DocumentId, Held>()
  readonly pictures = new Map<string, Picture>()
  readonly people = new Map<string, NewPerson>()
  readonly packs = new Map<string, ReferencePack>()
  readonly plans = new Map<PlanId, PlanDraft>()
  readonly fillings: FillingTime[] = []
  /** The newest statement of each person's devices, and the numbers of each that arrived. */
  readonly ledgers = new Map<string, LedgerStatement>()
  readonly arrivals = new Map<string, Set<number>>()
  readonly archive = new ModelArchive()
  readonly refusedPlans = new Set<PlanId>()
  /** Applied texts in order of arrival: what an audit would show. */
  readonly applied: Parcel[] = []
  epoch = 'epoch-1'
  private xid = 0

  push(me: PersonId, batch: readonly Parcel[], people: readonly NewPerson[]): PushVerdict[] {
    for (const person of people) if (!this.people.has(person.id)) this.people.set(person.id, person)
    this.xid += 1
    const seen = new Set<DocumentId>()
    return batch.map((parcel) => {
      const again = seen.has(parcel.id)
      seen.add(parcel.id)
      const judged = again ? { verdict: 'retry' as const } : this.judge(me, parcel)
      if (judged.verdict === 'applied') this.write(me, parcel)
      return { id: parcel.id, sha256: parcel.sha256, codes: [], head: null, ...judged }
    })
  }

  pull(me: PersonId, cursor: PullCursor | null, size = 100): PulledPage {
    const since = cursor?.epoch === this.epoch ? Number(cursor.xid) : 0
    const changed = [...this.documents].filter(([, held]) =>
      (held.author === me || held.team.includes(me)) && held.changed > since)
      .sort(([, a], [, b]) => a.changed - b.changed)
    const last = changed[Math.min(size, changed.length) - 1]?.[1].changed ?? since
    const page = changed.filter(([, held]) => held.changed <= last)
    return {
      person: me,
      cursor: { epoch: this.epoch, xid: String(last) },
      complete: page.length < size,
      documents: page.map(([id, held]) => {
        const head = held.revisions.at(-1) as Revision
        const photos = (read(head.text)?.photos ?? []).map(({ sha256 }) =>
          ({ sha256, state: this.pictures.get(`${id}/${sha256}`)?.state ?? 'expected' as const }))
        return { id, ...head, received_at: '2026-05-08T06:00:00.000Z', photos }
      }),
    }
  }

  /** Gives whether the picture is kept now or was before; false when no manifest expects it. */
  store(me: PersonId, id: DocumentId, sha256: Sha256, bytes: ArrayBuffer): 'stored' | 'there' | 'forbidden' {
    const picture = this.pictures.get(`${id}/${sha256}`)
    if (!picture || this.documents.get(id)?.author !== me || picture.state === 'verified') return 'forbidden'
    if (picture.bytes) return 'there'
    picture.bytes = bytes.slice(0)
    return 'stored'
  }

  /** The background job: confirms what is stored, by its hash. */
  confirm(): void {
    for (const [name, picture] of this.pictures) {
      if (!picture.bytes || picture.state !== 'expected') continue
      const [id, sha256] = name.split('/') as [DocumentId, Sha256]
      picture.state = sha256Of(new Uint8Array(picture.bytes)) === sha256 ? 'verified' : 'refused'
      const held = this.documents.get(id)
      this.xid += 1
      if (held) held.changed = this.xid
    }
  }

  /** Somebody is in the team of a document from now on. */
  join(id: DocumentId, person: PersonId): void {
    const held = this.documents.get(id)
    if (!held) throw new Error(`no document ${id}`)
    this.xid += 1
    held.team.push(person)
    held.changed = this.xid
  }

  /** A backup of what is here now: restoring it loses all that came after, and draws a new epoch. */
  backup(): () => void {
    const documents = structuredClone([...this.documents])
    const pictures = [...this.pictures].map(([name, picture]) => [name, { ...picture }] as const)
    const people = [...this.people]
    const [ledgers, arrivals] = [structuredClone([...this.ledgers]), structuredClone([...this.arrivals])]
    return () => {
      const all = [[this.documents, documents], [this.pictures, pictures], [this.people, people], [this.ledgers, ledgers], [this.arrivals, arrivals]] as const
      for (const [kept, held] of all) {
        kept.clear()
        for (const [key, value] of held) kept.set(key as never, structuredClone(value) as never)
      }
      this.epoch = `epoch-${Number(this.epoch.slice(6)) + 1}`
    }
  }

  head(id: DocumentId): Payload | undefined {
    const text = this.documents.get(id)?.revisions.at(-1)?.text
    return text === undefined ? undefined : JSON.parse(text) as Payload
  }

  /** Numbers of a device that are neither here nor, as it says itself, there or replaced: what `api.device_gaps` counts. */
  missing(me: PersonId, device: string): number[] {
    const said = this.ledgers.get(`${me}/${device}`)
    const arrived = this.arrivals.get(`${me}/${device}`)
    const known = new Set([...said?.waiting ?? [], ...said?.replaced ?? [], ...arrived ?? []])
    return Array.from({ length: said?.issued ?? 0 }, (_, n) => n + 1).filter((number) => !known.has(number))
  }

  private judge(me: PersonId, { id, revision, sha256, parents, text }: Parcel): Pick<PushVerdict, 'verdict'> & Partial<PushVerdict> {
    const rejected = (code: string) => ({ verdict: 'rejected' as const, codes: [`payload:${code}`] })
    if (sha256Of(text) !== sha256) return rejected('hash')
    if (Buffer.byteLength(text) > 262_144) return rejected('too_large')
    const held = this.documents.get(id)
    if (held?.revisions.some((each) => each.revision === revision && each.sha256 === sha256)) return { verdict: 'duplicate' }
    const payload = read(text)
    if (!payload) return rejected('not_json')
    if (payload.id !== id || payload.revision !== revision) return rejected('envelope')
    if (payload.author_id !== me || (held && held.author !== me)) return rejected('not_yours')
    const head = held?.revisions.at(-1)
    if (head && (!parents.includes(head.sha256) || head.revision >= revision))
      return { verdict: 'conflict', head: head.revision }
    const from = head ? (read(head.text)?.status as Status) : 'draft'
    return mayChange(from, payload.status, 'author') ? { verdict: 'applied' } : rejected('transition')
  }

  private write(me: PersonId, parcel: Parcel): void {
    const { id, revision, sha256, text } = parcel
    const held = this.documents.get(id) ?? { author: me, team: [], revisions: [], changed: 0 }
    held.revisions.push({ revision, sha256, text })
    held.changed = this.xid
    this.documents.set(id, held)
    this.applied.push(parcel)
    const { sealed, device_id } = read(text) ?? {}
    if (sealed) {
      const key = `${me}/${device_id}`
      this.arrivals.set(key, (this.arrivals.get(key) ?? new Set()).add(sealed.device_seq))
    }
    for (const photo of read(text)?.photos ?? []) {
      const name = `${id}/${photo.sha256}`
      if (!this.pictures.has(name)) this.pictures.set(name, { bytes: null, state: 'expected' })
    }
  }
}
