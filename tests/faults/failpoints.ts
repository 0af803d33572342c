import type { Fault, Request } from '../fakes/faulty-line.ts'
import { watching } from './disk.ts'
import type { Phone } from './phone.ts'

/** What may go wrong at a request, and at a write or the end of a transaction. */
export const requestFaults = ['cut-before', 'cut-after', '401', '429', '500', 'html', 'kill-before', 'kill-after'] as const
export const diskFaults = ['full', 'kill'] as const
type RequestFault = (typeof requestFaults)[number]
type PointFault = RequestFault | (typeof diskFaults)[number]

/** One fault at one failpoint. */
export interface Case {
  readonly point: string
  readonly fault: PointFault
}

export const nameOf = ({ point, fault }: Case): string => `${point}=${fault}`

/** The cases of a failpoint, by what it is. */
export const casesOf = (point: string): readonly Case[] =>
  (/\/(write|commit):/.test(point) ? diskFaults : requestFaults).map((fault) => ({ point, fault }))

const onTheLine: Readonly<Partial<Record<PointFault, Fault>>> = {
  'cut-before': 'lost', 'cut-after': 'replyLost', '401': 401, '429': 429, '500': 500, html: 'html',
}

/** The app is gone: nothing of it goes on. */
class Killed extends Error {}

/**
 * Names every request, write and end of a transaction of an act by the act, the last request before and how often it came
 * (`a-sends/push/write:texts#1`), and lets one fault strike at one of them.
 */
export class Failpoints {
  readonly seen: string[] = []
  /** Whether the fault has struck. */
  struck = false
  private readonly counts = new Map<string, number>()

  constructor(private readonly target: Case | null = null) {}

  /** Carries one act of a phone out. What the fault makes it throw is swallowed, as a screen says it; gives whether that was so. */
  async watch(act: string, phone: Phone, work: () => Promise<unknown>): Promise<boolean> {
    let last = 'start'
    let dead = false
    let answered: PointFault | null = null
    const kill = () => {
      dead = true
      phone.restart()
    }
    const die = (): never => {
      throw new Killed()
    }
    phone.remote.rule = ({ name }: Request) => {
      last = name
      answered = this.strike(`${act}/${name}`)
      if (answered === 'kill-before') kill()
      if (dead) die()
      return (answered && onTheLine[answered]) ?? null
    }
    phone.remote.passing = (at) => {
      if (at === 'arriving' && answered === 'kill-after') kill()
      if (dead) die()
    }
    const disk = (what: string) => this.strike(`${act}/${last}/${what}`) as 'full' | 'kill' | null ?? undefined
    try {
      await watching({
        write: (store) => disk(`write:${store.name}`), commit: (stores) => disk(`commit:${stores.join('+')}`), kill,
      }, work)
      return false
    } catch (error) {
      if (this.struck) return true
      throw error
    } finally {
      phone.remote.rule = () => null
      phone.remote.passing = () => undefined
    }
  }

  private strike(what: string): PointFault | null {
    const n = (this.counts.get(what) ?? 0) + 1
    this.counts.set(what, n)
    const point = `${what}#${n}`
    this.seen.push(point)
    if (this.target?.point !== point) return null
    this.struck = true
    return this.target.fault
  }
}
