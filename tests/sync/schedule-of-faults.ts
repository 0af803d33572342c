import fc from 'fast-check'
import type { Payload } from '../../src/domain/document.ts'
import type { DocumentId } from '../../src/domain/id.ts'
import { countSeal } from '../../src/features/capture/submit.ts'
import type { SyncParts } from '../../src/sync/sync.ts'
import { createSync } from '../../src/sync/sync.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote, type Fault } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makePayload, makeSeal } from '../make/payload.ts'
import { makePicture } from '../make/picture.ts'

export type Command =
  | { readonly do: 'edit'; readonly phone: number; readonly record: number; readonly photo: boolean }
  | { readonly do: 'open'; readonly phone: number; readonly record: number }
  | { readonly do: 'submit'; readonly phone: number; readonly record: number }
  | { readonly do: 'round'; readonly phone: number; readonly faults: readonly (Fault | null)[] }
  | { readonly do: 'editWhileSending'; readonly phone: number; readonly record: number; readonly at: number }
  | { readonly do: 'crashWhileSending'; readonly phone: number; readonly at: number }
  | { readonly do: 'crash'; readonly phone: number }
  | { readonly do: 'late' }
  | { readonly do: 'confirm' }

const phone = fc.nat(1)
const record = fc.nat(2)
const fault = fc.constantFrom<Fault | null>(null, null, 'lost', 'replyLost', 'late', 'html', 401, 403, 413, 429, 500, 503)

export const commands: fc.Arbitrary<Command[]> = fc.array(fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('edit' as const), phone, record, photo: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open' as const), phone, record }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('submit' as const), phone, record }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('round' as const), phone, faults: fc.array(fault, { maxLength: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('editWhileSending' as const), phone, record, at: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crashWhileSending' as const), phone, at: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), phone }) },
  { weight: 1, arbitrary: fc.constant({ do: 'late' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'confirm' as const }) },
), { minLength: 8, maxLength: 24 })

/** The marks of every edit that a content grew from, oldest first; they travel as techniques shown. */
export const marksOf = (payload: Payload): readonly string[] =>
  (payload.answers as { readonly techniques_shown: readonly string[] }).techniques_shown

export interface World {
  readonly server: ModelServer
  readonly phones: readonly Phone[]
}

/** One phone with a form that may stay open on a content that a pull has replaced since. */
export class Phone {
  readonly device = new FakeDevice(authorId)
  readonly remote: FakeRemote
  /** The mark of the newest save that was reported as saved, by record. */
  readonly saved = new Map<DocumentId, string>()
  private readonly forms = new Map<DocumentId, Payload>()
  /** Milliseconds of this phone's clock. */
  time = 0
  private edits = 0

  constructor(readonly server: ModelServer, readonly name: string) {
    this.remote = new FakeRemote(server, authorId)
  }

  async read(id: DocumentId): Promise<Payload | undefined> {
    return (await this.device.local.records.read(id))?.record.payload
  }

  async open(id: DocumentId): Promise<void> {
    const payload = await this.read(id)
    if (payload) this.forms.set(id, payload)
  }

  async edit(id: DocumentId, photo: boolean, seal = false): Promise<void> {
    const { local } = this.device
    const before = this.forms.get(id) ?? (await this.read(id)) ?? makePayload({
      id, revision: 0, status: 'draft', sealed: null, answers: { ...makePayload().answers, techniques_shown: [] },
    })
    const mark = `${this.name}${this.edits += 1}`
    const picture = makePicture(mark)
    const numbered = seal ? await local.device.change(countSeal(id)) : null
    const payload: Payload = {
      ...before,
      ...(numbered ? { status: 'submitted', device_id: numbered.id, sealed: makeSeal({ device_seq: numbered.sealed }) } : {}),
      answers: { ...before.answers as object, techniques_shown: [...marksOf(before), mark] },
      photos: photo ? [...before.photos, picture.entry] : before.photos,
    }
    await local.records.save(payload, photo ? [picture.file] : [], 0)
    this.saved.set(id, mark)
    if (this.forms.has(id)) this.forms.set(id, payload)
    if (seal) await local.outbox.fix(id, hashText)
  }

  /** One whole round, over before this resolves, however it ends. */
  async round(faults: readonly (Fault | null)[] = []): Promise<void> {
    this.remote.faults = [...faults]
    const parts: SyncParts = {
      local: this.device.local, remote: this.remote, now: () => this.time, random: () => 0, hash: hashText,
      alone: async (work) => { await work(); return true }, later: () => () => undefined, connected: () => true,
      packKeys: async () => [], changed: () => undefined,
    }
    const sync = createSync(parts)
    await sync.now()
    sync.stop()
    this.remote.faults = []
  }

  /** A round in which something happens as the nth message passes by. */
  async roundWith(at: number, event: () => void): Promise<void> {
    let n = 0
    this.remote.passing = () => {
      if (n++ === at) event()
    }
    await this.round()
    this.remote.passing = () => undefined
  }

  restart(): void {
    this.forms.clear()
    this.device.restart()
  }
}

export function makeWorld(): World {
  const server = new ModelServer()
  return { server, phones: [new Phone(server, 'a'), new Phone(server, 'b')] }
}

/** Carries a schedule out, then lets everything come to rest: no faults, as many rounds as it may take. */
export async function carryOut({ server, phones }: World, schedule: readonly Command[]): Promise<void> {
  for (const command of schedule) {
    const phone = 'phone' in command ? phones[command.phone] as Phone : undefined
    const id = 'record' in command ? documentId(command.record) : documentId()
    if (command.do === 'late') for (const each of phones) each.remote.deliverLate()
    else if (command.do === 'confirm') server.confirm()
    else if (command.do === 'edit') await phone?.edit(id, command.photo)
    else if (command.do === 'submit') await phone?.edit(id, false, true)
    else if (command.do === 'open') await phone?.open(id)
    else if (command.do === 'round') await phone?.round(command.faults)
    else if (command.do === 'crash') phone?.restart()
    else if (command.do === 'crashWhileSending') await phone?.roundWith(command.at, () => phone.restart())
    else {
      let edit: Promise<void> | undefined
      await phone?.roundWith(command.at, () => { edit = phone.edit(id, false) })
      await edit
    }
  }
  for (const phone of phones) phone.remote.deliverLate()
  for (let n = 0; n < 4; n += 1) {
    server.confirm()
    for (const phone of phones) {
      phone.time += 600_000
      await phone.round()
    }
  }
}
