import { statuses } from '@/domain/activity'
import { failed, success, type Result } from '@/domain/failure'
import { isDocumentId, isSha256, type PersonId } from '@/domain/id'
import { verdicts, type PulledDocument, type PulledPage, type PushVerdict, type Remote, type Verdict } from '@/domain/ports'
import type { Person } from '@/domain/reference'
import type { RecordReview } from '@/domain/reports'
import { call, type Server } from './client'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const strings = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
const notOurs = failed('offline', { detail: 'not our answer' })

function parseVerdict(value: unknown, epoch: unknown): PushVerdict[] {
  if (!isObject(value)) return []
  const { id, sha256, verdict, codes, head } = value
  if (typeof id !== 'string' || !isDocumentId(id) || typeof sha256 !== 'string' || !isSha256(sha256)) return []
  const word: Verdict = verdicts.includes(verdict as Verdict) ? (verdict as Verdict) : 'retry'
  return [{
    id, sha256, verdict: word, codes: strings(codes), head: typeof head === 'number' ? head : null,
    ...(typeof epoch === 'string' ? { epoch } : {}),
  }]
}

/** An acknowledgement is JSON of our protocol; anything else, a portal's page included, is no answer. */
export function parsePush(value: unknown): Result<readonly PushVerdict[]> {
  if (!isObject(value) || value['protocol'] !== 'xingxun/1' || !Array.isArray(value['items'])) return notOurs
  const { epoch, items } = value
  return success(items.flatMap((item) => parseVerdict(item, epoch)))
}

function parsePulledPhoto(value: unknown): PulledDocument['photos'][number] | null {
  if (!isObject(value)) return null
  const { sha256, state } = value
  if (typeof sha256 !== 'string' || !isSha256(sha256)) return null
  return state === 'expected' || state === 'verified' || state === 'refused' ? { sha256, state } : null
}

/** What is no review holds up no document. */
function parseReturned(value: unknown): RecordReview | null {
  if (!isObject(value)) return null
  const { reason, revision, at, reviewer } = value
  if (typeof reason !== 'string' || typeof revision !== 'number' || typeof at !== 'string' || typeof reviewer !== 'string') return null
  return { decision: 'returned', reason, revision, at, reviewer }
}

function parseDocument(value: unknown): PulledDocument | null {
  if (!isObject(value) || !Array.isArray(value['photos'])) return null
  const { id, revision, sha256, text, received_at } = value
  if (typeof id !== 'string' || !isDocumentId(id) || typeof sha256 !== 'string' || !isSha256(sha256)) return null
  if (!Number.isInteger(revision) || typeof text !== 'string' || typeof received_at !== 'string') return null
  const photos = value['photos'].map(parsePulledPhoto)
  const status = statuses.find((each) => each === value['status'])
  const returned = parseReturned(value['returned'])
  return {
    id, revision: revision as number, sha256, text, received_at, photos: photos.filter((each) => each !== null),
    ...(status ? { status } : {}), ...(returned ? { returned } : {}),
  }
}

/** A page without its `complete` marker is no page, nor one with something in it that is no document. */
export function parsePulled(value: unknown): Result<PulledPage> {
  if (!isObject(value) || typeof value['complete'] !== 'boolean' || !Array.isArray(value['documents'])) return notOurs
  const { epoch, xid, complete, documents, person, people } = value
  if (typeof epoch !== 'string' || typeof xid !== 'string') return notOurs
  const parsed = documents.map(parseDocument)
  if (parsed.includes(null)) return notOurs
  return success({
    documents: parsed.filter((each) => each !== null), complete, cursor: { epoch, xid },
    ...(typeof person === 'string' ? { person: person as PersonId } : {}),
    ...(Array.isArray(people) ? { people: people.filter((each) => isObject(each) && typeof each['name'] === 'string') as unknown as Person[] } : {}),
  })
}

export const openDocuments = (open: () => Promise<Server | null>): Pick<Remote, 'push' | 'pullOwn'> => ({
  async push(parcels, people) {
    const batch = JSON.stringify({ protocol: 1, items: parcels, people })
    const answer = await call(open, 'push', { batch })
    return answer.ok ? parsePush(answer.value) : answer
  },
  async pullOwn(cursor) {
    const answer = await call(open, 'pull_own', { epoch: cursor?.epoch ?? null, xid: cursor?.xid ?? '0', page: 100 })
    return answer.ok ? parsePulled(answer.value) : answer
  },
})
