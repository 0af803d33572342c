import { failed, success, type FailureCode, type Result } from '../../src/domain/failure.ts'
import type { PersonId } from '../../src/domain/id.ts'
import type { Remote } from '../../src/domain/ports.ts'
import { parsePulled, parsePush } from '../../src/remote/documents.ts'
import { failureOf } from '../../src/remote/failure.ts'
import { ModelServer } from './model-server.ts'

/**
 * What happens to one request: `lost` never arrives; `replyLost` is carried out unheard; `late` is given up by the phone
 * and carried out at the server's leisure; `html` is a portal's page in its stead; a number is that status.
 */
export const lineFaults = ['lost', 'replyLost', 'late', 'html', 401, 403, 413, 429, 500, 503] as const
export type Fault = (typeof lineFaults)[number]
export type RequestName = 'push' | 'pull' | 'photo' | 'pack' | 'download' | 'plan' | 'fillings' | 'ledger'

export interface Request {
  readonly name: RequestName
  /** Ids of the documents in a push, the path of a picture, the key of a pack. */
  readonly what: readonly string[]
}

const portal = '<!doctype html><title>Wi-Fi</title>'
const refusal = (status: number): Result<never> =>
  ({ ok: false, failure: failureOf({}, status, status === 429 ? 7 : undefined) })

/** A line to a model server, over which things go wrong as told. It parses what arrives with the app's own parsers. */
export class FakeRemote implements Remote {
  readonly requests: Request[] = []
  /** Faults of the next requests, in order; then none. */
  faults: (Fault | null)[] = []
  /** Decides the fault of a request when no listed one is left. */
  rule: (request: Request) => Fault | null = () => null
  /** Called as a request leaves and as its answer comes back; throwing cuts the app off there. */
  passing: (at: 'leaving' | 'arriving') => void = () => undefined
  pageSize = 100
  private readonly late: (() => void)[] = []

  constructor(readonly server: ModelServer = new ModelServer(), readonly me: PersonId) {}

  /** Requests that the phone had given up arrive now. */
  deliverLate(): void {
    for (const arrive of this.late.splice(0)) arrive()
  }

  async push(batch: Parameters<Remote['push']>[0], people: Parameters<Remote['push']>[1]) {
    return this.ask('push', batch.map(({ id }) => id), () =>
      ({ protocol: 'xingxun/1', epoch: this.server.epoch, items: this.server.push(this.me, batch, people) }), parsePush)
  }

  async pullOwn(cursor: Parameters<Remote['pullOwn']>[0]) {
    return this.ask('pull', [], () => {
      const { person, cursor: { epoch, xid }, complete, documents } = this.server.pull(this.me, cursor, this.pageSize)
      return { person, epoch, xid, complete, documents }
    }, parsePulled)
  }

  async referencePack(key: string, version: string | null) {
    const pack = this.server.packs.get(key)
    if (!pack) return this.ask('pack', [key], () => null, () => failed('notFound'))
    return this.ask('pack', [key], () => (pack.version === version ? null : pack), (value) =>
      (typeof value === 'string' ? failed('offline') : success(value as typeof pack | null)))
  }

  async uploadPhoto(...[id, sha256, , bytes]: Parameters<Remote['uploadPhoto']>): Promise<Result<void>> {
    return this.ask('photo', [`${id}/${sha256}`], () => this.server.store(this.me, id, sha256, bytes), (word) => {
      if (word === portal) return failed('offline')
      return word === 'forbidden' ? failed('forbidden') : success(undefined)
    })
  }

  async putPlan(plan: Parameters<Remote['putPlan']>[0]): Promise<Result<void>> {
    return this.ask('plan', [plan.id], () => {
      if (this.server.refusedPlans.has(plan.id)) return 'refused'
      this.server.plans.set(plan.id, plan)
      return 'taken'
    }, (word) => {
      if (word === portal) return failed('offline')
      return word === 'taken' ? success(undefined) : failed('invalid')
    })
  }

  async putFillings(times: Parameters<Remote['putFillings']>[0]): Promise<Result<void>> {
    return this.ask('fillings', times.map(({ kind, seconds }) => `${kind} ${seconds}`), () => {
      this.server.fillings.push(...times)
      return 'taken'
    }, (word) => (word === portal ? failed('offline') : success(undefined)))
  }

  async tellLedger(statement: Parameters<Remote['tellLedger']>[0]): Promise<Result<void>> {
    return this.ask('ledger', [statement.device_id], () => {
      this.server.ledgers.set(`${this.me}/${statement.device_id}`, statement)
      return 'told'
    }, (word) => (word === portal ? failed('offline') : success(undefined)))
  }

  async downloadPhoto(...[id, sha256]: Parameters<Remote['downloadPhoto']>): Promise<Result<Blob>> {
    return this.ask('download', [`${id}/${sha256}`], () => this.server.pictures.get(`${id}/${sha256}`)?.bytes, (bytes) =>
      (bytes instanceof ArrayBuffer ? success(new Blob([bytes])) : failed('notFound' satisfies FailureCode)))
  }

  private async ask<T>(
    name: RequestName, what: readonly string[], work: () => unknown, parse: (value: unknown) => Result<T>,
  ): Promise<Result<T>> {
    const request = { name, what }
    this.requests.push(request)
    this.passing('leaving')
    const fault = this.faults.length > 0 ? (this.faults.shift() ?? null) : this.rule(request)
    await Promise.resolve()
    if (fault === 'late') this.late.push(() => void work())
    const answer = fault === null || fault === 'replyLost' ? work() : undefined
    this.passing('arriving')
    if (fault === null) return parse(answer)
    if (fault === 'html') return parse(portal)
    return typeof fault === 'number' ? refusal(fault) : failed('offline')
  }
}
