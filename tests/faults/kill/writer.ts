import { WebSocket } from 'ws'
import type { Parcel } from '../../../src/domain/document.ts'
import type { PushVerdict } from '../../../src/domain/ports.ts'
import type { ServerConfig } from '../../../src/remote/config.ts'
import { openRemote } from '../../../src/remote/remote.ts'
import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makeParticipant, makePayload } from '../../make/payload.ts'
import { accountOf, organisationOf, password, personOf } from './prepare.ts'

const pause = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
const newPerBatch = 4

/** Hands in records and amends them, over HTTP, for as long as it is let; what got no answer goes once more. */
export class Writer {
  /** What the server acknowledged, in order. */
  readonly acknowledged: Parcel[] = []
  /** Answers that no writer should get, in words. */
  readonly odd: string[] = []
  /** Said to be applied twice. */
  twice = 0
  private readonly phone
  private readonly applied = new Set<string>()
  private isSignedIn = false
  private pending: readonly Parcel[] = []
  private made = 0
  private checked = 0

  constructor(private readonly n: number, address: string) {
    this.phone = openRemote({
      config: async () => ({ ...await (await fetch(`${address}/config.json`)).json() as ServerConfig, url: address }),
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: { transport: WebSocket as never },
    })
  }

  /** Writes until told to stop. */
  async run(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      if (!(await this.signedIn())) await pause(100)
      else if (!(await this.batch())) await pause(30)
    }
  }

  /** Sends again what was acknowledged since the last check; gives how much of it the server does not know any more. */
  async check(): Promise<number> {
    const fresh = this.acknowledged.slice(this.checked)
    let lost = 0
    for (let at = 0; at < fresh.length; at += 50) {
      const answer = await this.phone.remote.push(fresh.slice(at, at + 50).filter(isFirstOf), [])
      if (!answer.ok) return lost
      lost += answer.value.filter(({ verdict }) => verdict !== 'duplicate').length
    }
    this.checked += fresh.length
    return lost
  }

  private async signedIn(): Promise<boolean> {
    this.isSignedIn ||= (await this.phone.session.signIn(accountOf(this.n), password)).ok
    return this.isSignedIn
  }

  /** One batch; false where no word came of it. */
  private async batch(): Promise<boolean> {
    if (this.pending.length === 0) this.pending = this.next()
    const answer = await this.phone.remote.push(this.pending, [])
    if (!answer.ok) {
      if (answer.failure.code === 'signedOut') this.isSignedIn = false
      return false
    }
    for (const verdict of answer.value) this.hear(verdict)
    return true
  }

  private hear({ id, sha256, verdict, codes }: PushVerdict): void {
    const parcel = this.pending.find((each) => each.id === id && each.sha256 === sha256)
    if (!parcel || verdict === 'retry') return
    this.pending = this.pending.filter((each) => each !== parcel)
    if (verdict === 'applied') {
      if (this.applied.has(sha256)) this.twice += 1
      this.applied.add(sha256)
    }
    if (verdict === 'applied' || verdict === 'duplicate') this.acknowledged.push(parcel)
    else this.odd.push(`${verdict} ${codes.join(' ')}`)
  }

  /** New records, and an amendment of the newest that was acknowledged. */
  private next(): Parcel[] {
    const fresh = Array.from({ length: newPerBatch }, () => makeParcel(this.content(this.made += 1, 1)))
    const before = this.acknowledged.findLast(({ revision }) => revision === 1)
    if (!before || this.acknowledged.some(({ id, revision }) => id === before.id && revision === 2)) return fresh
    const { id } = before
    const amended = makeParcel({ ...this.content(0, 2), id }, [before.sha256])
    return [...fresh, amended]
  }

  private content(nth: number, revision: number) {
    const organisation = organisationOf(this.n)
    const person_id = personOf(this.n)
    return makePayload({
      id: documentId((this.n + 1) * 1_000_000 + nth), revision, author_id: person_id,
      header: makeHeader({ organisation_id: organisation, organizer_org_id: organisation, participants: [makeParticipant({ person_id })] }),
      answers: makeAnswers({ leader_on_site: person_id, filings: [makeFiling(), makeFiling({ side: 'host' })] }),
    })
  }
}

/** One text of a document goes in a batch. */
const isFirstOf = ({ id }: Parcel, at: number, all: readonly Parcel[]): boolean => all.findIndex((each) => each.id === id) === at
