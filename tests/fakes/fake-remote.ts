import { failed, success, type FailureCode, type Result } from '../../src/domain/failure.ts'
import type { PersonId } from '../../src/domain/id.ts'
import { parseArchiveMonths, parseArchivePage, parseArchiveRecords } from '../../src/remote/archive.ts'
import type { PullCursor, Remote } from '../../src/domain/ports.ts'
import { parsePulled, parsePush } from '../../src/remote/documents.ts'
import { FaultyLine, portal } from './faulty-line.ts'
import { ModelServer } from './model-server.ts'

export { lineFaults, type Fault, type Request, type RequestName } from './faulty-line.ts'

const unlessRefused = <T>(parse: (value: unknown) => Result<T>) => (value: unknown): Result<T> =>
  ((value as { refused?: FailureCode }).refused ? failed((value as { refused: FailureCode }).refused) : parse(value))

/** A line to a model server, over which things go wrong as told. It parses what arrives with the app's own parsers. */
export class FakeRemote extends FaultyLine implements Remote {
  pageSize = 100

  constructor(readonly server: ModelServer = new ModelServer(), readonly me: PersonId) {
    super()
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

  async archiveMonths(organisation: number) {
    return this.ask('archive', ['months'], () => this.server.archive.months(organisation), unlessRefused(parseArchiveMonths))
  }

  async archiveRecords(...[organisation, months, after, size]: Parameters<Remote['archiveRecords']>) {
    return this.ask('archive', months, () => this.server.archive.records(organisation, months, after, size),
      unlessRefused((value) => parseArchiveRecords(value, organisation)))
  }

  async pullArchive(organisation: number, cursor: PullCursor) {
    return this.ask('archive', ['changes'], () => this.server.archive.changes(organisation, cursor),
      unlessRefused((value) => parseArchivePage(value, organisation)))
  }

  async downloadPhoto(...[id, sha256]: Parameters<Remote['downloadPhoto']>): Promise<Result<Blob>> {
    return this.ask('download', [`${id}/${sha256}`], () => this.server.pictures.get(`${id}/${sha256}`)?.bytes, (bytes) =>
      (bytes instanceof ArrayBuffer ? success(new Blob([bytes])) : failed('notFound' satisfies FailureCode)))
  }
}
