import { createHash } from 'node:crypto'
import { digestText, monthOf, type ArchivedRecord } from '../../src/domain/archive.ts'
import type { OrganisationId } from '../../src/domain/id.ts'
import type { PullCursor } from '../../src/domain/ports.ts'

/** What the server does with an organisation's records, small: the answers of `api.archive_months` and its like. */
export class ModelArchive {
  epoch = 'epoch-1'
  since = '2024-05-01'
  pageSize = 200
  /** Organisations that this person may read. */
  readonly allowed = new Set<OrganisationId>([121])
  private readonly held = new Map<string, { record: ArchivedRecord; xid: number }>()
  private readonly left = new Map<string, number>()
  private xid = 0

  /** What stands in it now. */
  get standing(): readonly ArchivedRecord[] {
    return [...this.held.values()].map(({ record }) => record)
  }

  put(record: ArchivedRecord): void {
    this.left.delete(record.line.id)
    this.held.set(record.line.id, { record, xid: ++this.xid })
  }

  depart(id: string): void {
    this.held.delete(id)
    this.left.set(id, ++this.xid)
  }

  /** A record that is changed without a trace, as by a bug. */
  spoil(record: ArchivedRecord): void {
    this.held.set(record.line.id, { record, xid: 0 })
  }

  months(organisation: OrganisationId): unknown {
    if (!this.allowed.has(organisation)) return { refused: 'forbidden' }
    const lines = this.standing.map(({ line }) => line)
    const months = [...new Set(lines.map(({ day }) => monthOf(day)))].sort().reverse()
    return {
      epoch: this.epoch, xid: String(this.xid), since: this.since, months: months.map((month) => {
        const own = lines.filter(({ day }) => monthOf(day) === month)
        return { month, count: own.length, digest: createHash('sha256').update(digestText(own)).digest('hex') }
      }),
    }
  }

  records(organisation: OrganisationId, months: readonly string[], after: string | null, size: number): unknown {
    if (!this.allowed.has(organisation)) return { refused: 'forbidden' }
    return { rows: this.standing.filter(({ line }) => months.includes(monthOf(line.day)) && (after === null || line.id > after))
      .sort((a, b) => (a.line.id < b.line.id ? -1 : 1)).slice(0, size).map(rowOf) }
  }

  changes(organisation: OrganisationId, { epoch, xid }: PullCursor): unknown {
    if (!this.allowed.has(organisation)) return { refused: 'forbidden' }
    if (epoch !== this.epoch) return { epoch: this.epoch, xid: '0', complete: true, rows: [], departed: [] }
    const since = Number(xid)
    const changed = [...this.held.values()].filter((each) => each.xid > since).sort((a, b) => a.xid - b.xid).slice(0, this.pageSize)
    const complete = changed.length < this.pageSize
    const last = complete ? this.xid : changed.at(-1)?.xid ?? this.xid
    return {
      epoch, xid: String(last), complete, rows: changed.map(({ record }) => rowOf(record)),
      departed: [...this.left].filter(([, at]) => at > since && at <= last).map(([id]) => id),
    }
  }
}

/** As `private.archive_rows` writes it. */
const rowOf = ({ line, text, photos }: ArchivedRecord) => [
  line.id, line.parent_id, line.author_id, line.kind, line.status, line.title, line.place_name, line.short_no, line.day, line.host_area_id,
  line.recipient_org_id, line.lng, line.lat, line.revision, line.sha256, new Date(line.touched).toISOString(), text,
  photos.map(({ sha256, state }) => [sha256, state]),
]
