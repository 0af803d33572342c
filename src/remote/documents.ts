import { failed, success, type Result } from '@/domain/failure'
import { isDocumentId, isSha256 } from '@/domain/id'
import { verdicts, type PulledPage, type PushVerdict, type Remote, type Verdict } from '@/domain/ports'
import { call, type Server } from './client'

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
const strings = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
const notOurs = failed('offline', { detail: 'not our answer' })

function parseVerdict(value: unknown): PushVerdict[] {
  if (!isObject(value)) return []
  const { id, sha256, verdict, codes, head } = value
  if (typeof id !== 'string' || !isDocumentId(id) || typeof sha256 !== 'string' || !isSha256(sha256)) return []
  const word: Verdict = verdicts.includes(verdict as Verdict) ? (verdict as Verdict) : 'retry'
  return [{ id, sha256, verdict: word, codes: strings(codes), head: typeof head === 'number' ? head : null }]
}

/** An acknowledgement is JSON of our protocol; anything else, a portal's page included, is no answer. */
export function parsePush(value: unknown): Result<readonly PushVerdict[]> {
  if (!isObject(value) || value['protocol'] !== 'xingxun/1' || !Array.isArray(value['items'])) return notOurs
  return success(value['items'].flatMap(parseVerdict))
}

/** A page without its `complete` marker is no page. */
export function parsePulled(value: unknown): Result<PulledPage> {
  if (!isObject(value) || typeof value['complete'] !== 'boolean' || !Array.isArray(value['documents'])) return notOurs
  const { epoch, xid, complete, documents } = value
  if (typeof epoch !== 'string' || typeof xid !== 'string') return notOurs
  return success({ documents: documents as PulledPage['documents'], complete, cursor: { epoch, xid } })
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
