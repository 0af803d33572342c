import { failed, success, type Result } from '../../src/domain/failure.ts'
import type { Remote } from '../../src/domain/ports.ts'
import { parsePulled, parsePush } from '../../src/remote/documents.ts'
import { failureOf } from '../../src/remote/failure.ts'
import { actAs } from '../database/persona.ts'
import { FaultyLine, type RequestName } from '../fakes/faulty-line.ts'
import type { SqlServer } from './sql-server.ts'

/** Statuses that stand for SQLSTATEs at the API; every other one is the server's own trouble. */
const statuses: Readonly<Record<string, number>> = { 42501: 403, 23505: 409, '57014': 503 }

/** A failed statement as the API tells it to a phone; what is no refusal by the database is a bug. */
function refusalOf(error: unknown): Result<never> {
  const state: unknown = error instanceof Error ? Reflect.get(error, 'code') : null
  if (typeof state !== 'string') throw error
  if (state !== 'PGRST') return { ok: false, failure: failureOf({ code: state }, statuses[state] ?? 500) }
  const { code } = JSON.parse((error as Error).message) as { code: string }
  const { status } = JSON.parse(String(Reflect.get(error as Error, 'detail'))) as { status: number }
  return { ok: false, failure: failureOf({ code }, status) }
}

const unasked = (): Promise<Result<never>> => { throw new Error('no schedule asks for this') }

/** A line to the real SQL, as one signed-in person. It parses what arrives with the app's own parsers. */
export class SqlRemote extends FaultyLine implements Remote {
  readonly referencePack = unasked
  readonly archiveMonths = unasked
  readonly archiveRecords = unasked
  readonly pullArchive = unasked
  readonly downloadPhoto = unasked
  readonly putPlan = unasked
  readonly putFillings = unasked

  constructor(private readonly server: SqlServer, private readonly user: string) {
    super()
  }

  async push(...[items, people]: Parameters<Remote['push']>) {
    return this.send('push', items.map(({ id }) => id), async () => {
      const batch = JSON.stringify({ protocol: 1, items, people })
      const answer = await this.statement('select api.push($1::text)::text as answer', [batch])
      if (answer.ok) this.server.count(items, answer.value)
      return answer
    }, parsePush)
  }

  async pullOwn(cursor: Parameters<Remote['pullOwn']>[0]) {
    return this.send('pull', [], () => this.statement('select api.pull_own($1::text, $2::text, 100)::text as answer',
      [cursor?.epoch ?? null, cursor?.xid ?? '0']), parsePulled)
  }

  async uploadPhoto(...[id, sha256, type, bytes]: Parameters<Remote['uploadPhoto']>): Promise<Result<void>> {
    const name = `${id}/${sha256}`
    return this.send<void>('photo', [name], async () => {
      const answer = await this.statement(
        `insert into storage.objects (bucket_id, name, owner_id, metadata) values ('photos', $1, $2, $3::jsonb)
         returning 'null' as answer`, [name, this.user, JSON.stringify({ mimetype: type, size: bytes.byteLength })])
      if (answer.ok) this.server.bytes.set(name, new Uint8Array(bytes.slice(0)))
      return !answer.ok && answer.failure.code === 'conflict' ? success(null) : answer
    }, (value) => (value === null ? success(undefined) : failed('offline')))
  }

  async tellLedger(statement: Parameters<Remote['tellLedger']>[0]): Promise<Result<void>> {
    return this.send<void>('ledger', [statement.device_id], () =>
      this.statement('select api.tell_ledger($1::text)::text as answer', [JSON.stringify(statement)]),
    (value) => (typeof value === 'string' ? failed('offline') : success(undefined)))
  }

  /** As `ask`, for work that may itself be refused. */
  private send<T>(
    name: RequestName, what: readonly string[], work: () => Promise<Result<unknown>>, parse: (value: unknown) => Result<T>,
  ): Promise<Result<T>> {
    return this.ask<T>(name, what, work, (given) => {
      if (typeof given === 'string') return parse(given)
      const answer = given as Result<unknown>
      return answer.ok ? parse(answer.value) : answer
    })
  }

  /** One statement as the person, in a transaction of its own; gives its JSON. */
  private async statement(text: string, params: readonly unknown[]): Promise<Result<unknown>> {
    try {
      return await this.server.database.transaction(async (tx) => {
        await actAs(tx, this.user)
        const [row] = await tx.query<{ answer: string }>(text, params)
        return success(JSON.parse(row?.answer ?? 'null') as unknown)
      })
    } catch (error) {
      return refusalOf(error)
    }
  }
}
