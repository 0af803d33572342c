import { amendmentKey } from '@/domain/amendment'
import type { Payload } from '@/domain/document'
import { sayTheSame } from '@/domain/merge'
import { madePlansKey, standsAs, waitingPlansKey, type MadePlans, type WaitingPlans } from '@/domain/plan'
import type { NewPerson } from '@/domain/ports'
import { RescueDamaged } from '@/domain/rescue/chunks'
import type { Bytes } from '@/domain/rescue/header'
import { decode, encode } from '../codec'
import type { DeviceDatabase } from '../database'
import type { HeldRecord } from '../rows'
import type { Correction, RescuedCorrection, RescuedPicture, RescuedPlan } from './content'
import type { Fate } from './take-in'
import { takePeople } from './take-people'

type Pictures = readonly (RescuedPicture & { readonly bytes: Bytes })[]

const hash = async (text: string): Promise<string> => {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Runs one taking in in one transaction. Remembers by its hash what was taken or known: handed in, sent, changed or dropped
 * since, it does not come back.
 */
async function once(
  database: DeviceDatabase, key: string, text: string, take: (get: <T>(key: string) => Promise<T | undefined>) => Promise<Fate>,
): Promise<Fate> {
  const { documents, preferences, people, packs } = database
  const [memo, sha256] = [`rescued/${key}`, await hash(text)]
  const get = async <T>(name: string) => preferences.get(name).then((row) => row && (decode(row) as T))
  return database.transaction('rw', [documents, preferences, people, packs], async () => {
    if (await get(memo) === sha256) return 'known'
    const fate = await take(get)
    if (fate !== 'left') await preferences.put({ key: memo, ...encode<unknown>(sha256) })
    return fate
  })
}

/** Whether a record says what a correction says, under whichever seal. */
const isHandedIn = (record: Payload, { sealed, device_id, ...correction }: Payload): boolean =>
  sayTheSame({ ...record, sealed, device_id }, { ...correction, sealed, device_id })

/** Whether a record has gone on from what a correction was begun on; an older one here has yet to come to it. */
const hasGoneOn = ({ payload, revision }: HeldRecord, read: Correction['read']): boolean =>
  read !== undefined && revision >= read.payload.revision && !sayTheSame(payload, read.payload)

/**
 * A correction as it is begun here. What it was begun on is of no edition: this device counts its own, and where the
 * number is the same by chance, handing in would write over what stands here.
 */
function begun({ correction }: RescuedCorrection, pictures: Pictures): Correction {
  const bytes = correction.bytes.map((each) => {
    const picture = pictures.find(({ sha256 }) => sha256 === each.sha256)
    if (!picture) throw new RescueDamaged('a correction lacks a picture')
    return { ...each, bytes: picture.bytes.buffer }
  })
  return { ...correction, bytes, ...(correction.read ? { read: { ...correction.read, edition: 0 } } : {}) }
}

/**
 * Takes a correction of a file in, with its pictures and the people it names, where none of that record is begun here and the
 * record stands as it was begun on, or has not come yet.
 */
export function takeCorrection(
  database: DeviceDatabase, rescued: RescuedCorrection, pictures: Pictures, people: readonly NewPerson[],
): Promise<Fate> {
  const { id, correction: { payload, read } } = rescued
  const [key, text] = [amendmentKey(id), JSON.stringify(payload)]
  return once(database, key, text, async (get) => {
    const [here, held] = await Promise.all([get<Correction | null>(key), database.held(id)])
    if (here) return sayTheSame(here.payload, payload) ? 'known' : 'left'
    if (held && isHandedIn(held.record.payload, payload)) return 'known'
    if (held && hasGoneOn(held.record, read)) return 'left'
    await database.preferences.put({ key, ...encode<unknown>(begun(rescued, pictures)) })
    await takePeople(database, text, people)
    return 'taken'
  })
}

/** Takes a plan of a file in, to be sent, where none of its id waits here, came from the server, or was typed here and is gone. */
export function takePlan(database: DeviceDatabase, { id, waiting }: RescuedPlan, people: readonly NewPerson[]): Promise<Fate> {
  const text = JSON.stringify(waiting.plan)
  return once(database, `plan/${id}`, text, async (get) => {
    const now = await get<WaitingPlans>(waitingPlansKey) ?? {}
    if (now[id]) return JSON.stringify(now[id].plan) === text ? 'known' : 'left'
    const pack = await database.packs.get('plans')
    const stands = pack && decode(pack).plans?.find((plan) => plan.id === id)
    if (stands) return standsAs(stands, waiting.plan) ? 'known' : 'left'
    if ((await get<MadePlans>(madePlansKey))?.includes(id)) return 'known'
    await database.preferences.put({ key: waitingPlansKey, ...encode<unknown>({ ...now, [id]: { plan: waiting.plan, refused: null } }) })
    await takePeople(database, text, people)
    return 'taken'
  })
}
