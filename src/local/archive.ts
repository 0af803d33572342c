import type { Table } from 'dexie'
import { monthOf, type ArchivedLine, type ArchivedRecord, type ArchivedText, type Month } from '@/domain/archive'
import type { Day } from '@/domain/day'
import type { Payload } from '@/domain/document'
import type { DocumentId, OrganisationId } from '@/domain/id'
import type { PullCursor } from '@/domain/ports'
import { isStorageFull } from '@/domain/storage'
import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { DeviceDatabase } from './database'

/** Where an organisation's archive stands. */
export interface ArchiveMark {
  readonly cursor: PullCursor
  readonly since: Day
  /** Months that are to be fetched whole, with the number of their records, newest first. */
  readonly missing: readonly { readonly month: Month; readonly count: number }[]
  /** Some months are not here for want of room, until the next comparison. */
  readonly full?: boolean
  /** Milliseconds by this device's clock: when the months were compared, and when changes were asked for last. */
  readonly compared: number
  readonly asked: number
}

type Marks = Readonly<Record<OrganisationId, ArchiveMark>>

export interface ArchivedFamily extends ArchivedRecord {
  readonly children: readonly ArchivedRecord[]
}

/**
 * The records of the person's organisations, as pages of a month: a page is replaced whole, in the transaction that moves
 * the mark. Lines and texts lie apart, so that a list reads none of the texts.
 */
export interface Archive {
  marks(): Promise<Marks>
  lines(): Promise<readonly ArchivedLine[]>
  /** The lines of an organisation, by month. */
  months(organisation: OrganisationId): Promise<ReadonlyMap<Month, readonly ArchivedLine[]>>
  /** A record with its text, and those that belong to it or to what it stands in the place of; the newest, where several organisations have it. */
  read(id: DocumentId): Promise<ArchivedFamily | undefined>
  /** Puts these records in the place of whatever stood in these months, and the mark; false where the disk has no room for them. */
  replace(organisation: OrganisationId, months: readonly Month[], records: readonly ArchivedRecord[], mark: ArchiveMark): Promise<boolean>
  /** Takes in what changed or departed, wherever it stood before, and the mark; false where the disk has no room for it. */
  change(organisation: OrganisationId, records: readonly ArchivedRecord[], departed: readonly DocumentId[], mark: ArchiveMark): Promise<boolean>
  /** Forgets an organisation's archive, all of it. */
  drop(organisation: OrganisationId): Promise<void>
}

/** The preference with the marks. */
export const marksKey = 'archive'
type PageKey = [OrganisationId, Month]
type Texts = Readonly<Record<DocumentId, ArchivedText>>

/** For a transaction that holds `preferences`. */
export async function marksOf({ preferences }: DeviceDatabase): Promise<Marks> {
  const row = await preferences.get(marksKey)
  return row ? decode(row) as Marks : {}
}

async function putMark(database: DeviceDatabase, organisation: OrganisationId, mark: ArchiveMark | null): Promise<void> {
  const { [organisation]: _, ...others } = await marksOf(database)
  await database.preferences.put({ key: marksKey, ...encode<unknown>(mark ? { ...others, [organisation]: mark } : others) })
}

/** The rows of an organisation; every month sorts before `~`. */
const rowsOf = <T>(table: Table<T, [OrganisationId, Month]>, organisation: OrganisationId) =>
  table.where('[organisation+month]').between([organisation, ''], [organisation, '~'])

interface Page {
  readonly month: Month
  readonly lines: readonly ArchivedLine[]
  readonly texts: Texts
}

/** Writes whole pages; one without records is none. */
async function putPages({ archive, archiveTexts }: DeviceDatabase, organisation: OrganisationId, pages: readonly Page[]): Promise<void> {
  const full = pages.filter(({ lines }) => lines.length > 0)
  const empty = pages.filter(({ lines }) => lines.length === 0).map(({ month }) => [organisation, month] as PageKey)
  await Promise.all([
    archive.bulkPut(full.map(({ month, lines }) => ({ organisation, month, ...encode(lines) }))),
    archiveTexts.bulkPut(full.map(({ month, texts }) => ({ organisation, month, ...encode(texts) }))),
    archive.bulkDelete(empty), archiveTexts.bulkDelete(empty),
  ])
}

function byMonth(records: readonly ArchivedRecord[]): Map<Month, ArchivedRecord[]> {
  const groups = new Map<Month, ArchivedRecord[]>()
  for (const record of records) {
    const month = monthOf(record.line.day)
    const group = groups.get(month)
    if (group) group.push(record)
    else groups.set(month, [record])
  }
  return groups
}

const textsOf = (records: readonly ArchivedRecord[]): Texts =>
  Object.fromEntries(records.map(({ line, text, photos }) => [line.id, { text, photos }]))

/** The months that hold one of these records, or are to, or lie before the archive, as they are to be from now on. */
async function changedPages(
  database: DeviceDatabase, organisation: OrganisationId, records: readonly ArchivedRecord[], departed: readonly DocumentId[], since: Day,
): Promise<readonly Page[]> {
  const groups = byMonth(records)
  const moved = new Set([...departed, ...records.map(({ line }) => line.id)])
  const held = new Map((await rowsOf(database.archive, organisation).toArray()).map((row) => [row.month, decode(row)]))
  const isBefore = (month: Month) => month < monthOf(since)
  const touched = [...held].filter(([month, lines]) => isBefore(month) || lines.some(({ id }) => moved.has(id)))
  const months = [...new Set([...touched.map(([each]) => each), ...groups.keys()])]
  const rows = await database.archiveTexts.bulkGet(months.map((month) => [organisation, month]))
  return months.map((month, n) => {
    const group = groups.get(month) ?? []
    const row = rows[n]
    const texts = { ...(row && decode(row)), ...textsOf(group) }
    const lines = isBefore(month) ? [] : [...(held.get(month) ?? []).filter(({ id }) => !moved.has(id)), ...group.map(({ line }) => line)]
    return { month, lines, texts: Object.fromEntries(lines.flatMap(({ id }) => (texts[id] ? [[id, texts[id]]] : []))) }
  })
}

type Located = { readonly line: ArchivedLine; readonly at: PageKey }

async function newestLines({ archive }: DeviceDatabase): Promise<ReadonlyMap<DocumentId, Located>> {
  const newest = new Map<DocumentId, Located>()
  for (const row of await archive.toArray()) for (const line of decode(row))
    if ((newest.get(line.id)?.line.revision ?? 0) < line.revision) newest.set(line.id, { line, at: [row.organisation, row.month] })
  return newest
}

/** Reads records, each page of texts at most once. */
function reader({ archiveTexts }: DeviceDatabase) {
  const pages = new Map<string, Promise<Texts>>()
  const page = (at: PageKey) => {
    const known = pages.get(String(at)) ?? archiveTexts.get(at).then((row) => (row ? decode(row) : {}))
    pages.set(String(at), known)
    return known
  }
  return async ({ line, at }: Located): Promise<ArchivedRecord | undefined> => {
    const text = (await page(at))[line.id]
    return text && { ...text, line }
  }
}

const replacedBy = ({ text }: ArchivedRecord) => (JSON.parse(text) as Pick<Payload, 'replaces'>).replaces

/** A record that stands in the place of others has what belongs to these: `lineage` says so of records, `private.lineage` in SQL. */
async function family(database: DeviceDatabase, id: DocumentId): Promise<ArchivedFamily | undefined> {
  const newest = await newestLines(database)
  const read = reader(database)
  const line: ArchivedRecord[] = []
  for (let next = newest.get(id); next && !line.some((each) => each.line.id === next?.line.id);) {
    const record = await read(next)
    if (!record) break
    line.push(record)
    next = newest.get(replacedBy(record) ?? id)
  }
  const [own] = line
  if (!own) return undefined
  const parents = new Set(line.map((each) => each.line.id))
  const children = await Promise.all([...newest.values()].filter((each) => each.line.parent_id && parents.has(each.line.parent_id)).map(read))
  return { ...own, children: children.flatMap((each) => each ?? []) }
}

export function openArchive({ use }: Connection): Archive {
  /** An archive can be fetched again: for it nothing else makes room. */
  const write = (work: (database: DeviceDatabase) => Promise<void>) => use(async (database) => {
    try {
      await database.transaction('rw', database.archive, database.archiveTexts, database.preferences, () => work(database))
      return true
    } catch (error) {
      if (isStorageFull(error)) return false
      throw error
    }
  })
  return {
    marks: () => use(marksOf),
    lines: () => use(async ({ archive }) => (await archive.toArray()).flatMap((row) => decode(row))),
    months: (organisation) => use(async (database) => new Map((await rowsOf(database.archive, organisation).toArray()).map((row) => [row.month, decode(row)]))),
    read: (id) => use((database) => family(database, id)),
    replace: (organisation, months, records, mark) => write(async (database) => {
      const groups = byMonth(records)
      await putPages(database, organisation, months.map((month) => {
        const group = groups.get(month) ?? []
        return { month, lines: group.map(({ line }) => line), texts: textsOf(group) }
      }))
      await putMark(database, organisation, mark)
    }),
    change: (organisation, records, departed, mark) => write(async (database) => {
      await putPages(database, organisation, await changedPages(database, organisation, records, departed, mark.since))
      await putMark(database, organisation, mark)
    }),
    async drop(organisation) {
      await write(async (database) => {
        await rowsOf(database.archive, organisation).delete()
        await rowsOf(database.archiveTexts, organisation).delete()
        await putMark(database, organisation, null)
      })
    },
  }
}
