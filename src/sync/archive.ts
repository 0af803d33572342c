import { digestText, type ArchiveMonths, type ArchiveSource } from '@/domain/archive'
import type { Failure } from '@/domain/failure'
import type { OrganisationId, Sha256 } from '@/domain/id'
import type { Archive, ArchiveMark } from '@/local/archive'
import { done, leftOver, stopped, stopsRound, type Outcome } from './outcome'

export interface ArchiveParts {
  readonly archive: Archive
  readonly remote: ArchiveSource
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
/** Records fetched whole in one answer, unless a single month has more. */
const mostRecords = 1_500

/** An age below zero comes from a clock that was set back. */
const isOld = (at: number, now: number, most: number) => now - at >= most || now < at

/** The months whose records here are others than at the server; those that are only here count as missing with none. */
async function differing({ archive, hash }: ArchiveParts, organisation: OrganisationId, { months }: ArchiveMonths): Promise<ArchiveMark['missing']> {
  const held = await archive.months(organisation)
  const here = new Map(await Promise.all([...held].map(async ([month, lines]) => [month, await hash(digestText(lines))] as const)))
  const gone = [...held.keys()].filter((month) => !months.some((each) => each.month === month)).map((month) => ({ month, count: 0 }))
  return [...months.filter(({ month, digest }) => here.get(month) !== digest).map(({ month, count }) => ({ month, count })), ...gone]
}

/** As many of the missing months as one answer should hold. */
function nextMonths(missing: ArchiveMark['missing']): ArchiveMark['missing'] {
  let sum = 0
  const fit = missing.filter(({ count }) => (sum += count) <= mostRecords)
  return fit.length > 0 ? fit.slice(0, 25) : missing.slice(0, 1)
}

/** Brings one organisation up to date; gives the failure that ended it early, null otherwise. */
async function bringUpToDate(parts: ArchiveParts, organisation: OrganisationId): Promise<Failure | null> {
  const { archive, remote, now, wanted } = parts
  let mark = (await archive.marks())[organisation]
  if (!mark || isOld(mark.compared, now(), compareEvery)) {
    const answer = await remote.archiveMonths(organisation)
    if (!answer.ok) return answer.failure
    const { cursor, since } = answer.value
    mark = { cursor, since, missing: await differing(parts, organisation, answer.value), compared: now(), asked: now() }
    if (!await archive.replace(organisation, [], [], mark)) return null
  }
  while (mark.missing.length > 0) {
    if (wanted()) return null
    const next = nextMonths(mark.missing)
    const answer = await remote.archiveRecords(organisation, next.map(({ month }) => month))
    if (!answer.ok) return answer.failure
    mark = { ...mark, missing: mark.missing.filter((each) => !next.includes(each)) }
    // The older months do without until all are compared again.
    if (!await archive.replace(organisation, next.map(({ month }) => month), answer.value, mark)) {
      mark = { ...mark, missing: [] }
      await archive.replace(organisation, [], [], mark)
    }
  }
  return isOld(mark.asked, now(), askEvery) ? takeChanges(parts, organisation, mark) : null
}

async function takeChanges({ archive, remote, now, wanted }: ArchiveParts, organisation: OrganisationId, from: ArchiveMark): Promise<Failure | null> {
  for (let mark = from; ;) {
    const answer = await remote.pullArchive(organisation, mark.cursor)
    if (!answer.ok) return answer.failure
    const { cursor, complete, records, departed } = answer.value
    // The server was restored: the months are compared anew in the next round.
    if (cursor.epoch !== mark.cursor.epoch) {
      await archive.replace(organisation, [], [], { ...mark, cursor, compared: 0 })
      return null
    }
    const still = !complete && cursor.xid === mark.cursor.xid
    mark = { ...mark, cursor, ...(complete ? { asked: now() } : {}) }
    if (!await archive.change(organisation, records, departed, mark)) return null
    if (complete || still || wanted()) return null
  }
}

/** Keeps the archives of the person's organisations up to date, and no others. */
export async function pullArchives(parts: ArchiveParts): Promise<Outcome> {
  const { archive, organisations } = parts
  const mine = new Set(organisations())
  for (const held of Object.keys(await archive.marks()).map(Number)) if (!mine.has(held)) await archive.drop(held)
  let outcome = done
  for (const organisation of mine) {
    const failure = await bringUpToDate(parts, organisation)
    if (failure?.code === 'forbidden') await archive.drop(organisation)
    else if (failure && stopsRound(failure)) return stopped(failure)
    // A server of an older release knows no archives.
    else if (failure && failure.code !== 'notFound') outcome = leftOver(failure)
  }
  return outcome
}
