import { parse, type Payload } from '@/domain/document'
import type { PulledDocument, PushVerdict, Remote } from '@/domain/ports'
import type { Person } from '@/domain/reference'
import type { Local } from '@/local/local'
import { done, leftOver, stopped, type Outcome } from './outcome'

const scope = 'own'

/**
 * Before anything counts as acknowledged it is known in which epoch: else a restore before the first page was kept would
 * pass unnoticed.
 */
export async function beginEpoch(cursors: Local['cursors'], words: readonly PushVerdict[]): Promise<void> {
  const epoch = words.find((word) => word.epoch)?.epoch
  if (epoch && !(await cursors.get(scope))) await cursors.put(scope, { epoch, xid: '0' })
}

export interface PullParts {
  readonly local: Pick<Local, 'person' | 'records' | 'texts' | 'cursors' | 'events' | 'preferences'>
  readonly remote: Pick<Remote, 'pullOwn'>
  readonly now: () => number
  /** Something was merged, and is to be sent. */
  readonly merged?: () => void
}

/** The payload of a pulled text, null when it is none: a newer server's, say. */
function read({ id, text }: PulledDocument): Payload | null {
  try {
    const payload = parse(text)
    return payload?.id === id && Array.isArray(payload.photos) ? payload : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/**
 * The server was restored from a backup, and may have lost what it acknowledged: that goes once more before anything is
 * taken in, so that nothing here is replaced by what it was before.
 */
async function restored(local: PullParts['local'], epoch: string): Promise<Outcome> {
  await (await local.texts()).sendAgain()
  await local.cursors.put(scope, { epoch, xid: '0' })
  return leftOver({ code: 'busy', detail: 'the server was restored' })
}

/**
 * Takes in own and team documents changed on the server, page by page; the cursor moves only after its page is kept. Another
 * content of a record whose texts are to go once more is passed over: all is pulled afresh when the server speaks on them.
 */
export async function pullOwn({ local, remote, now, merged }: PullParts): Promise<Outcome> {
  const texts = await local.texts()
  for (;;) {
    const cursor = await local.cursors.get(scope)
    const answer = await remote.pullOwn(cursor)
    if (!answer.ok) return stopped(answer.failure)
    const { documents, complete, cursor: next, person, people = [] } = answer.value
    const pulled = documents.map((document) => ({ document, payload: read(document) }))
    // An older server does not say whose page it is, and sends own documents alone.
    const foreign = person === undefined ? pulled.some(({ payload }) => payload && payload.author_id !== local.person) : person !== local.person
    if (foreign)
      return stopped({ code: 'signedOut', detail: 'session of another person' })
    if (people.length > 0) await local.preferences.update<readonly Person[]>('team-people', (known = []) =>
      [...known.filter(({ id }) => !people.some((each) => each.id === id)), ...people])
    if (cursor && cursor.epoch !== next.epoch) return restored(local, next.epoch)
    const due = new Set((await texts.due()).map(({ id }) => id))
    for (const { document, payload } of pulled) {
      if (payload && await local.records.accept(document, payload, now(), due.has(document.id))) merged?.()
      if (!payload) await local.events.note('pulled text unreadable', document.id, now())
    }
    await local.cursors.put(scope, next)
    if (complete) {
      await texts.sweep(now())
      await texts.relieve()
      return done
    }
    if (cursor && cursor.epoch === next.epoch && cursor.xid === next.xid)
      return stopped({ code: 'unknown', detail: 'the cursor stands still' })
  }
}
