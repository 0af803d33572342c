import type { Payload } from '../../src/domain/document.ts'
import type { DocumentId, PersonId } from '../../src/domain/id.ts'
import { mergePayloads, settleClashes } from '../../src/domain/merge.ts'
import { countSeal } from '../../src/features/capture/submit.ts'
import type { Remote } from '../../src/domain/ports.ts'
import type { Read } from '../../src/local/edit.ts'
import type { SyncParts } from '../../src/sync/sync.ts'
import { createSync } from '../../src/sync/sync.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import type { Fault, Request } from '../fakes/faulty-line.ts'
import { makeParticipant, makePayload, makeSeal } from '../make/payload.ts'
import { makePicture, type MadePicture } from '../make/picture.ts'
import { failingAt } from './disk.ts'
import './plain-clone.ts'

/** A line on which faults are laid: the one to the model server, or to a real one. */
export interface FaultyRemote extends Remote {
  faults: (Fault | null)[]
  rule: (request: Request) => Fault | null
  passing: (at: 'leaving' | 'arriving') => void
  deliverLate(): void | Promise<void>
}

/** The marks of every edit that a content grew from; they travel as techniques shown. */
export const marksOf = (payload: Payload): readonly string[] =>
  (payload.answers as { readonly techniques_shown: readonly string[] }).techniques_shown

/** How a phone makes what its edits add, where a server is stricter than the model. */
interface Maker {
  /** The mark of the nth edit, another for each edit of any phone. */
  readonly mark?: (n: number) => string
  readonly picture?: (word: string) => MadePicture
}

interface Edit {
  readonly photo?: boolean
  readonly seal?: boolean
  readonly full?: boolean
  /** Somebody who takes part from now on. */
  readonly naming?: PersonId
}

/** One phone of a person, with a form that may stay open on a content that was replaced since. */
export class Phone {
  readonly device: FakeDevice
  /** Marks of the saves that were reported as saved and that their author has not given up since, by record. */
  readonly saved = new Map<DocumentId, Set<string>>()
  /** What each open form shows, and what that grew from. */
  private readonly forms = new Map<DocumentId, Read>()
  /** Milliseconds of this phone's clock. */
  time = Date.parse('2026-05-08T01:00:00Z')
  /** Keys of the packs that its person needs. */
  packs: readonly string[] = []
  /** Its person's organisations, whose archives it keeps. */
  organisations: readonly number[] = []
  private edits = 0

  constructor(
    readonly remote: FaultyRemote, readonly name: string, readonly make = makePayload, private readonly maker: Maker = {},
  ) {
    this.device = new FakeDevice(make().author_id)
  }

  async read(id: DocumentId): Promise<Payload | undefined> {
    return (await this.device.local.records.read(id))?.record.payload
  }

  async open(id: DocumentId): Promise<void> {
    const view = await this.device.local.records.read(id)
    if (view) this.forms.set(id, view.record)
  }

  /**
   * A save, which a full disk may refuse: then nothing of it is there, and it was not reported as saved. Where confirmed
   * pictures make room it succeeds, and counts like any other.
   */
  async edit(id: DocumentId, { photo = false, seal = false, full = false, naming }: Edit = {}): Promise<void> {
    const { local } = this.device
    const read = this.forms.get(id) ?? (await local.records.read(id))?.record
    const before = read?.payload ?? this.make({
      id, revision: 0, status: 'draft', sealed: null, answers: { ...this.make().answers, techniques_shown: [] },
    })
    if (before.status === 'void') return
    this.edits += 1
    const mark = this.maker.mark?.(this.edits) ?? `${this.name}${this.edits}`
    const picture = (this.maker.picture ?? makePicture)(`${id} ${mark}`)
    const numbered = seal ? await local.device.change(countSeal(id)) : null
    const payload: Payload = {
      ...before,
      ...(numbered ? { status: 'submitted', device_id: numbered.id, sealed: makeSeal({ device_seq: numbered.sealed }) } : {}),
      answers: { ...before.answers as object, techniques_shown: [...marksOf(before), mark] },
      header: naming ? { ...before.header, participants: [...before.header.participants, makeParticipant({ person_id: naming, role: 'member' })] } : before.header,
      photos: photo ? [...before.photos, picture.entry] : before.photos,
      ...(before.status === 'submitted' ? { amend_reason: '数据有误，已核对' } : {}),
    }
    const save = () => local.records.save(payload, photo ? [picture.file] : [], this.time, read)
    const saved = full ? await failingAt(0, 'full', save).catch(() => null) : await save()
    if (!saved) return
    this.saved.set(id, new Set([...this.saved.get(id) ?? [], mark]))
    // As one that was typed into meanwhile: it goes on from what it has.
    if (this.forms.has(id)) this.forms.set(id, saved.payload === payload ? saved : { payload, edition: 0 })
    if (seal) await local.outbox.fix(id, hashText)
  }

  /** The person looks at both versions: what is handed in stands, else this device's word. Gives the marks given up by it. */
  async decide(id: DocumentId): Promise<readonly string[]> {
    const view = await this.device.local.records.read(id)
    const { payload, edition, rival } = view?.record ?? {}
    if (!payload || !rival) return []
    const merge = mergePayloads(rival.base, payload, rival.payload)
    const content = settleClashes(merge, rival.payload, () => (rival.payload.status === 'draft' ? 'mine' : 'theirs'))
    if (!await this.device.local.records.settle(id, content, this.time, { edition: edition ?? 0, rival: rival.sha256 }))
      throw new Error('a decision came too late, and nothing else went on')
    this.forms.delete(id)
    const left = new Set(marksOf(content))
    return [...marksOf(payload), ...marksOf(rival.payload)].filter((mark) => !left.has(mark))
  }

  /** Marks that their author gave up, here or on another phone. */
  giveUp(id: DocumentId, marks: readonly string[]): void {
    this.saved.set(id, new Set([...this.saved.get(id) ?? []].filter((mark) => !marks.includes(mark))))
  }

  /** One whole round, over before this resolves, however it ends. */
  async round(faults: readonly (Fault | null)[] = []): Promise<void> {
    this.remote.faults = [...faults]
    const parts: SyncParts = {
      local: this.device.local, remote: this.remote, now: () => this.time, random: () => 0, hash: hashText,
      alone: async (work) => { await work(); return true }, later: () => () => undefined, connected: () => true,
      organisations: () => this.organisations, packKeys: async () => this.packs, changed: () => undefined,
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

  /** A round in which the app is killed at the nth write to the disk. */
  async roundKilledAt(nth: number): Promise<void> {
    await failingAt(nth, 'kill', () => this.round(), () => this.restart())
  }

  restart(): void {
    this.forms.clear()
    this.device.restart()
  }
}
