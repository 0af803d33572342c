import type { Payload } from '../../src/domain/document.ts'
import type { DocumentId, Sha256 } from '../../src/domain/id.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId } from '../make/payload.ts'
import { Phone } from './phone.ts'
import type { Command } from './schedule.ts'

/** A server as the schedules need it: the model, or the real SQL. */
export interface Server {
  /** The background job: confirms what was uploaded. */
  confirm(): void | Promise<void>
  backup(): void | Promise<void>
  /** Brings the newest backup back; without one, nothing. */
  restore(): void | Promise<void>
  /** Every revision that was accepted, in order, by document. */
  revisions(): Promise<ReadonlyMap<DocumentId, readonly ServerRevision[]>>
  /** Numbers of seals of a device that the server takes for lost. */
  missing(deviceId: string): Promise<readonly number[]>
  picture(id: DocumentId, sha256: Sha256): Promise<{ readonly state: string; readonly bytes: Uint8Array | null } | undefined>
}

export interface ServerRevision {
  readonly revision: number
  readonly sha256: Sha256
  readonly text: string
}

export interface World {
  readonly server: Server
  readonly phones: readonly Phone[]
  /** The records of a phone's person. */
  recordsOf(phone: Phone): readonly DocumentId[]
}

export const headOf = (revisions: readonly ServerRevision[] | undefined): Payload | undefined => {
  const text = revisions?.at(-1)?.text
  return text === undefined ? undefined : JSON.parse(text) as Payload
}

/** A world whose server is the model, with some phones of one person. */
export function modelWorld(count = 2): World & { readonly model: ModelServer } {
  const model = new ModelServer()
  let restore: (() => void) | null = null
  const server: Server = {
    confirm: () => model.confirm(),
    backup: () => { restore = model.backup() },
    restore: () => restore?.(),
    revisions: async () => new Map([...model.documents].map(([id, { revisions }]) => [id, revisions])),
    missing: async (deviceId) => model.missing(authorId, deviceId),
    picture: async (id, sha256) => {
      const picture = model.pictures.get(`${id}/${sha256}`)
      return picture && { state: picture.state, bytes: picture.bytes && new Uint8Array(picture.bytes) }
    },
  }
  const phones = [...'abcdef'].slice(0, count).map((name) => new Phone(new FakeRemote(model, authorId), name))
  const records = [0, 1, 2].map((n) => documentId(n))
  return { server, model, phones, recordsOf: () => records }
}

/** What a person gives up by a decision is given up on every phone of theirs. */
async function decide(phones: readonly Phone[], phone: Phone, id: DocumentId): Promise<void> {
  const marks = await phone.decide(id)
  for (const each of phones) each.giveUp(id, marks)
}

/** Carries out one command, whatever it leads to. */
export async function carryOne({ server, phones, recordsOf }: World, command: Command): Promise<void> {
  const phone = phones['phone' in command ? command.phone : 0] as Phone
  const id = recordsOf(phone)['record' in command ? command.record : 0] as DocumentId
  switch (command.do) {
    case 'late': for (const each of phones) await each.remote.deliverLate(); return
    case 'confirm': return server.confirm()
    case 'backup': return server.backup()
    case 'restore': return server.restore()
    case 'edit': return phone.edit(id, { photo: command.photo })
    case 'submit': return phone.edit(id, { seal: true })
    case 'fullDisk': return phone.edit(id, { full: true, photo: true })
    case 'open': return phone.open(id)
    case 'decide': return decide(phones, phone, id)
    case 'kill': return phone.restart()
    case 'setClock': phone.time += command.to; return
    case 'round': return phone.round(command.faults)
    case 'killWhileSending': return phone.roundWith(command.at, () => phone.restart())
    case 'killAtWrite': return phone.roundKilledAt(command.at)
    case 'editWhileSending': {
      let edit: Promise<void> | undefined
      await phone.roundWith(command.at, () => { edit = phone.edit(id) })
      return edit
    }
  }
}

/**
 * Lets everything come to rest: no faults, decisions taken, as many rounds as it may take; fewer where `isOver` says twice
 * in a row that nothing is left to come, and the rounds between brought nothing new to the server.
 */
export async function comeToRest(world: World, isOver: (world: World) => Promise<boolean> = async () => false): Promise<void> {
  const { server, phones, recordsOf } = world
  for (const phone of phones) await phone.remote.deliverLate()
  let over = 0
  let revisions = -1
  for (let n = 0; n < 7 && over < 2; n += 1) {
    for (const phone of phones) {
      await server.confirm()
      phone.time += 4_000_000
      for (const id of recordsOf(phone)) await decide(phones, phone, id)
      await phone.round()
    }
    const now = [...(await server.revisions()).values()].flat().length
    over = !await isOver(world) ? 0 : now === revisions ? over + 1 : 1
    revisions = now
  }
}

/** Carries a schedule out, then lets everything come to rest. */
export async function carryOut(world: World, schedule: readonly Command[], isOver?: (world: World) => Promise<boolean>): Promise<void> {
  for (const command of schedule) await carryOne(world, command)
  await comeToRest(world, isOver)
}
