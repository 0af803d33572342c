import { failed, type Result } from '../../src/domain/failure.ts'
import { failureOf } from '../../src/remote/failure.ts'

/**
 * What happens to one request: `lost` never arrives; `replyLost` is carried out unheard; `late` is given up by the phone
 * and carried out at the server's leisure; `html` is a portal's page in its stead; a number is that status.
 */
export const lineFaults = ['lost', 'replyLost', 'late', 'html', 401, 403, 413, 429, 500, 503] as const
export type Fault = (typeof lineFaults)[number]
export type RequestName = 'push' | 'pull' | 'photo' | 'pack' | 'download' | 'plan' | 'fillings' | 'ledger' | 'archive'

export interface Request {
  readonly name: RequestName
  /** Ids of the documents in a push, the path of a picture, the key of a pack. */
  readonly what: readonly string[]
}

/** A portal's page, as it comes instead of an answer. */
export const portal = '<!doctype html><title>Wi-Fi</title>'

const refusal = (status: number): Result<never> =>
  ({ ok: false, failure: failureOf({}, status, status === 429 ? 7 : undefined) })

/** A line over which things go wrong as told, whatever server is at its end. */
export class FaultyLine {
  readonly requests: Request[] = []
  /** Faults of the next requests, in order; then none. */
  faults: (Fault | null)[] = []
  /** Decides the fault of a request when no listed one is left. */
  rule: (request: Request) => Fault | null = () => null
  /** Called as a request leaves and as its answer comes back; throwing cuts the app off there. */
  passing: (at: 'leaving' | 'arriving') => void = () => undefined
  private readonly late: (() => unknown)[] = []

  /** Requests that the phone had given up arrive now, in their order. */
  async deliverLate(): Promise<void> {
    for (const arrive of this.late.splice(0)) {
      const given = arrive()
      if (given instanceof Promise) await given
    }
  }

  /** Sends one request: `work` is what the server does, `parse` reads its answer, or a portal's page. */
  protected async ask<T>(
    name: RequestName, what: readonly string[], work: () => unknown, parse: (value: unknown) => Result<T>,
  ): Promise<Result<T>> {
    const request = { name, what }
    this.requests.push(request)
    this.passing('leaving')
    const fault = this.faults.length > 0 ? (this.faults.shift() ?? null) : this.rule(request)
    await Promise.resolve()
    if (fault === 'late') this.late.push(work)
    const given = fault === null || fault === 'replyLost' ? work() : undefined
    const answer = given instanceof Promise ? await given as unknown : given
    this.passing('arriving')
    if (fault === null) return parse(answer)
    if (fault === 'html') return parse(portal)
    return typeof fault === 'number' ? refusal(fault) : failed('offline')
  }
}
