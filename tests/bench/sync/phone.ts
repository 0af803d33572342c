import { WebSocket } from 'ws'
import type { Payload } from '../../../src/domain/document.ts'
import { countSeal, seal } from '../../../src/features/capture/submit.ts'
import type { Remote } from '../../../src/domain/ports.ts'
import type { ServerConfig } from '../../../src/remote/config.ts'
import { openRemote } from '../../../src/remote/remote.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { makePayload } from '../../make/payload.ts'
import { password, type BenchPerson } from './people.ts'
import { makeId } from './records.ts'
import type { MadeJpeg } from './jpeg.ts'

/** What the library keeps of a session, in place of a browser's storage. */
export type Kept = Map<string, string>

const storageOf = (kept: Kept) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
})

/** The app's own way to the server, outside a browser; `configured` is where it read its configuration. */
export function openWay(address: string, kept: Kept, send: typeof fetch = fetch, configured = address) {
  return openRemote({
    config: async () => ({ ...await (await fetch(`${configured}/config.json`)).json() as ServerConfig, url: address }),
    fetch: send,
    auth: { persistSession: true, autoRefreshToken: false, storage: storageOf(kept) },
    realtime: { transport: WebSocket as never },
  })
}

/** Signs a person in and gives what their phones keep of it. */
export async function signIn(address: string, { account }: BenchPerson): Promise<Kept> {
  const kept: Kept = new Map()
  const answer = await openWay(address, kept).session.signIn(account, password)
  if (!answer.ok) throw new Error(`${account}: ${answer.failure.code} ${answer.failure.detail ?? ''}`)
  return kept
}

/** A phone: the app's local store on a pretended disk, and its way to the server. */
export interface BenchPhone {
  readonly device: FakeDevice
  readonly remote: Remote
}

export const openPhone = (address: string, person: BenchPerson, kept: Kept, send?: typeof fetch): BenchPhone => ({
  device: new FakeDevice(person.id),
  remote: openWay(address, new Map(kept), send).remote,
})

/** Saves and seals a record, as the form does at 提交: numbered, its text fixed, its pictures beside it. */
export async function sealRecord(
  { device: { local } }: BenchPhone, person: BenchPerson, word: string, pictures: readonly MadeJpeg[] = [],
): Promise<Payload> {
  const id = makeId(word)
  const numbered = await local.device.change(countSeal(id))
  const draft = makePayload({
    id, author_id: person.id, header: { ...person.header, title: `丰乐镇赶集日中医义诊第${numbered.sealed}场` },
    answers: { ...makePayload().answers, leader_on_site: person.id }, photos: pictures.map(({ entry }) => entry),
    short_no: `YZ${numbered.code}-${String(numbered.sealed).padStart(3, '0')}`,
  })
  const payload = seal(draft, Date.parse('2026-05-08T05:10:00Z'), numbered, 'rules-1')
  await local.records.save(payload, pictures.map(({ file }) => file), Date.now())
  await local.outbox.fix(id, hashText)
  return payload
}
