import type { Device } from '@/domain/device'
import type { DocumentId } from '@/domain/id'
import type { LedgerStatement } from '@/domain/ledger'
import type { Remote } from '@/domain/ports'
import type { Local } from '@/local/local'
import type { RecordView } from '@/local/records'
import { done, stopped, stopsRound, type Outcome } from './outcome'

export interface LedgerParts {
  readonly local: Pick<Local, 'device' | 'events' | 'lines' | 'outbox' | 'preferences' | 'records'>
  readonly remote: Pick<Remote, 'tellLedger'>
  readonly now: () => number
}

/** What was told last and when; so long it holds while nothing changes. */
const key = 'told-ledger'
interface Told { readonly at: number; readonly text: string }
const holds = 6 * 3_600_000

/** The number that this device gave to what a record says now; null where that is no seal of this device. */
const numberOf = ({ record: { payload } }: RecordView, device: Device): number | null =>
  payload.sealed && payload.device_id === device.id ? payload.sealed.device_seq : null

/** What the records that lie here say of the numbers given out. */
interface Standing {
  readonly waiting: readonly { readonly number: number; readonly id: DocumentId; readonly view: RecordView }[]
  /** The record is still to be sent, with another text. */
  readonly overtaken: readonly number[]
  /** No text has the number any more, nor will have. */
  readonly gone: readonly number[]
  /** Its text is the server's, or its record is not here any more: whether it arrived, the server knows. */
  readonly settled: readonly number[]
}

async function look(device: Device, { lines, outbox, records }: LedgerParts['local']): Promise<Standing> {
  const given = Object.entries(device.given ?? {}).map(([number, id]) => ({ number: Number(number), id }))
  const { refused } = await outbox.standing()
  const ids = new Set<DocumentId>([...await outbox.due(), ...refused, ...given.map(({ id }) => id)])
  const views = new Map((await records.several([...ids])).map((view) => [view.record.payload.id, view]))
  const waiting = [...views].flatMap(([id, view]) => {
    const number = view.entry && numberOf(view, device)
    return number === null ? [] : [{ number, id, view }]
  })
  const others = given.filter(({ number }) => !waiting.some((each) => each.number === number))
  const dropped = new Set(others.some(({ id }) => !views.has(id)) ? (await lines.since(0)).dropped : [])
  const fate = (number: number, id: DocumentId): Exclude<keyof Standing, 'waiting'> => {
    const view = views.get(id)
    if (!view) return dropped.has(id) ? 'gone' : 'settled'
    if (view.entry) return 'overtaken'
    return numberOf(view, device) === number ? 'settled' : 'gone'
  }
  const standing = { waiting, overtaken: [] as number[], gone: [] as number[], settled: [] as number[] }
  for (const { number, id } of others) standing[fate(number, id)].push(number)
  return standing
}

/** Numbers from before they were written down with their records: of none of them it is known that it is missing. */
const unwritten = ({ sealed, given = {} }: Device): readonly number[] =>
  Array.from({ length: sealed }, (_, n) => n + 1).filter((number) => !(number in given))

/** The device's row after a look: what is over leaves it, and what waits stands in it, whenever it was sealed. */
function booked(now: Device, replaced: readonly number[], { waiting, settled, gone }: Standing): Device {
  const over = new Set([...settled, ...gone])
  const given = Object.fromEntries([
    ...Object.entries(now.given ?? {}).filter(([number]) => !over.has(Number(number))),
    ...waiting.map(({ number, id }) => [number, id]),
  ]) as Record<number, DocumentId>
  return { ...now, given, replaced: [...new Set([...replaced, ...gone])].filter((number) => !(number in given)) }
}

const inOrder = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

/** Draws up what this device has numbered and where it is, and writes down what it learnt of numbers that are over. */
async function drawUp(local: LedgerParts['local']): Promise<LedgerStatement> {
  // The row first: of a number given out meanwhile nothing is said yet.
  const device = await local.device.read()
  const standing = await look(device, local)
  const { waiting, overtaken, settled, gone } = standing
  const isNews = device.replaced === undefined || settled.length + gone.length > 0
    || waiting.some(({ number }) => !(number in (device.given ?? {})))
  const { replaced = [] } = isNews
    ? await local.device.change((now) => booked(now, device.replaced ?? unwritten(device), standing)) : device
  const counted = waiting.filter(({ view }) => !view.record.payload.practice)
  const practice = waiting.filter(({ view }) => view.record.payload.practice).map(({ number }) => number)
  return {
    device_id: device.id,
    code: device.code,
    issued: Math.max(device.sealed, ...waiting.map(({ number }) => number)),
    waiting: inOrder(counted.map(({ number }) => number)),
    replaced: inOrder([...replaced, ...overtaken, ...practice]),
    oldest_waiting_at: counted.map(({ view }) => view.record.payload.sealed?.at ?? '').sort()[0] ?? null,
    refused: counted.filter(({ view }) => view.entry?.state === 'refused').length,
  }
}

/**
 * Tells the server what this device has numbered, where that changed or was told more than six hours ago. Only a failure
 * of the line ends the round; a statement that is refused counts as told, so that nothing waits for it.
 */
export async function tellLedger({ local, remote, now }: LedgerParts): Promise<Outcome> {
  const statement = await drawUp(local)
  if (statement.issued === 0) return done
  const text = JSON.stringify(statement)
  const told = await local.preferences.get<Told>(key)
  if (told?.text === text && Math.abs(now() - told.at) < holds) return done
  const answer = await remote.tellLedger(statement)
  if (!answer.ok && stopsRound(answer.failure)) return stopped(answer.failure)
  if (!answer.ok) await local.events.note('ledger refused', answer.failure.code, now())
  await local.preferences.set<Told>(key, { at: now(), text })
  return done
}
