import { digestText, type ArchivedRecord, type ArchiveMonths, type ArchiveSource, type Month } from '@/domain/archive'
import { success, type Failure, type Result } from '@/domain/failure'
import type { DocumentId, OrganisationId, Sha256 } from '@/domain/id'
import type { Archive, ArchiveMark } from '@/local/archive'
import { stopsRound } from './outcome'

/**
 * How many records one answer is to hold, by what the line lately carried; whether the newest answer came so soon that others
 * may be under way beside it; and milliseconds before which nothing is asked.
 */
export interface ArchivePace {
  size: number
  brisk: boolean
  notBefore: number
}
const [fewest, most] = [25, 1_000]
export const makeArchivePace = (): ArchivePace => ({ size: 250, brisk: false, notBefore: Number.NEGATIVE_INFINITY })

export interface ArchiveParts {
  readonly archive: Archive
  readonly remote: ArchiveSource
  readonly pace: ArchivePace
  /** The person's organisations. */
  readonly organisations: () => readonly OrganisationId[]
  readonly hash: (text: string) => Promise<Sha256>
  readonly now: () => number
  /** Something else wants the line: what is missing here waits for the next round. */
  readonly wanted: () => boolean
}

/** Milliseconds between two comparisons of all months, and between two questions for changes. */
const compareEvery = 24 * 3_600_000
const askEvery = 5 * 60_000
/** An answer that took no longer lets the next one be larger. */
const quick = 5_000
/** How many answers may be under way at once, where the newest took no longer: the server makes some while others travel. */
const [together, brisk] = [3, 2_000]

/** An age below zero comes from a clock that was set back. */
const isOld = (at: number, now: number, least: number) => now - at >= least || now < at

/**
 * What stands in the mark after a comparison. In the same epoch what changed is asked for from where it was asked for last: a
 * digest knows nothing of pictures. In another one nothing here is relied on. Months that are only here count as missing.
 */
async function compared({ archive, hash, now }: ArchiveParts, organisation: OrganisationId, before: ArchiveMark | undefined, { cursor, since, months }: ArchiveMonths): Promise<ArchiveMark> {
  const isSame = before?.cursor.epoch === cursor.epoch
  const held = await archive.months(organisation)
  const here = new Map(await Promise.all([...held].map(async ([month, lines]) => [month, await hash(digestText(lines))] as const)))
  const gone = [...held.keys()].filter((month) => !months.some((each) => each.month === month)).map((month) => ({ month, count: 0 }))
  return {
    cursor: isSame ? before.cursor : cursor, since, compared: now(), asked: isSame ? before.asked : now(),
    missing: [...months.filter(({ month, digest }) => !isSame || here.get(month) !== digest).map(({ month, count }) => ({ month, count })), ...gone],
  }
}

/** As many of the missing months as fit into one answer; a larger one comes in several. */
function nextMonths(missing: ArchiveMark['missing'], size: number): readonly Month[] {
  let sum = 0
  const fit = missing.slice(0, 25).filter(({ count }) => (sum += count) < size)
  return (fit.length > 0 ? fit : missing.slice(0, 1)).map(({ month }) => month)
}

/** All records of some months; null where something else wants the line. */
async function fetchMonths({ remote, pace, now, wanted }: ArchiveParts, organisation: OrganisationId, months: readonly Month[]): Promise<Result<readonly ArchivedRecord[]> | null> {
  const records: ArchivedRecord[] = []
  for (let after: DocumentId | null = null; ;) {
    if (wanted()) return null
    const [size, begun] = [pace.size, now()]
    const answer: Result<readonly ArchivedRecord[]> = await remote.archiveRecords(organisation, months, after, size)
    if (!answer.ok) return answer
    const took = now() - begun
    pace.brisk = took < brisk
    if (took < quick) pace.size = Math.min(most, size * 2)
    records.push(...answer.value)
    after = answer.value.at(-1)?.line.id ?? null
    if (answer.value.length < size) return success(records)
  }
}

/**
 * Fetches the missing months and writes them one after the other, in their order; the next ones are asked for while these
 * are written. Gives the failure that ended it early, and what the mark is then: with months missing where it ended early.
 */
async function fetchMissing(parts: ArchiveParts, organisation: OrganisationId, from: ArchiveMark): Promise<[Failure | null, ArchiveMark]> {
  const { archive, pace } = parts
  const underWay: { readonly months: readonly Month[]; readonly answer: ReturnType<typeof fetchMonths> }[] = []
  let [mark, unasked] = [from, from.missing]
  const ask = () => {
    while (unasked.length > 0 && underWay.length < (pace.brisk ? together : 1)) {
      const months = nextMonths(unasked, pace.size)
      unasked = unasked.filter(({ month }) => !months.includes(month))
      const answer = fetchMonths(parts, organisation, months)
      // Whoever waits for it hears of a bug in it, perhaps only after what came before is written.
      answer.catch(() => undefined)
      underWay.push({ months, answer })
    }
  }
  try {
    for (;;) {
      ask()
      const next = underWay.shift()
      if (!next) return [null, mark]
      const answer = await next.answer
      if (!answer?.ok) return [answer?.failure ?? null, mark]
      ask()
      mark = { ...mark, missing: mark.missing.filter(({ month }) => !next.months.includes(month)) }
      if (await archive.replace(organisation, next.months, answer.value, mark)) continue
      mark = { ...mark, missing: [], full: true }
      await archive.replace(organisation, [], [], mark)
      return [null, mark]
    }
  } finally {
    // What was asked for in vain has its answer before the round goes on.
    await Promise.allSettled(underWay.map(({ answer }) => answer))
  }
}

/** Brings one organisation up to date; gives the failure that ended it early, null otherwise. */
async function bringUpToDate(parts: ArchiveParts, organisation: OrganisationId): Promise<Failure | null> {
  const { archive, remote, now } = parts
  let mark = (await archive.marks())[organisation]
  if (!mark || isOld(mark.compared, now(), compareEvery)) {
    const answer = await remote.archiveMonths(organisation)
    if (!answer.ok) return answer.failure
    mark = await compared(parts, organisation, mark, answer.value)
    if (!await archive.replace(organisation, [], [], mark)) return { code: 'busy', detail: 'no room' }
  }
  const [failure, left] = await fetchMissing(parts, organisation, mark)
  if (failure || left.missing.length > 0) return failure
  mark = left
  return !mark.full && isOld(mark.asked, now(), askEvery) ? takeChanges(parts, organisation, mark) : null
}

async function takeChanges({ archive, remote, now, wanted }: ArchiveParts, organisation: OrganisationId, from: ArchiveMark): Promise<Failure | null> {
  for (let mark = from; ;) {
    const answer = await remote.pullArchive(organisation, mark.cursor)
    if (!answer.ok) return answer.failure
    const { cursor, complete, records, departed } = answer.value
    // The server was restored: the months are fetched anew in the next round.
    if (cursor.epoch !== mark.cursor.epoch) {
      await archive.replace(organisation, [], [], { ...mark, compared: 0 })
      return null
    }
    const still = !complete && cursor.xid === mark.cursor.xid
    const next: ArchiveMark = { ...mark, cursor, ...(complete ? { asked: now() } : {}) }
    if (!await archive.change(organisation, records, departed, next)) {
      await archive.replace(organisation, [], [], { ...mark, asked: now() })
      return null
    }
    mark = next
    if (complete || still || wanted()) return null
  }
}

/**
 * Keeps the archives of the person's organisations up to date, and no others. What fails here is tried again in five
 * minutes, with smaller answers after a failure of the line: it is no trouble of the person's own records.
 */
export async function pullArchives(parts: ArchiveParts): Promise<void> {
  const { archive, organisations, pace, now } = parts
  const mine = new Set(organisations())
  for (const held of Object.keys(await archive.marks()).map(Number)) if (!mine.has(held)) await archive.drop(held)
  if (!isOld(pace.notBefore - askEvery, now(), askEvery)) return
  for (const organisation of mine) {
    const failure = await bringUpToDate(parts, organisation)
    if (!failure) continue
    pace.notBefore = now() + askEvery
    if (!stopsRound(failure)) continue
    pace.size = Math.max(fewest, Math.floor(pace.size / 2))
    pace.brisk = false
    return
  }
}
