import type { Connection } from './connection'
import { decode, encode } from './codec'
import type { DiagnosticEvent } from './rows'

/** The last 500 things that happened on this device, without personal data, for 我的 → 诊断. */
export interface EventLog {
  note(name: string, detail: string, at: number): Promise<void>
  last(): Promise<readonly DiagnosticEvent[]>
}

const kept = 500

export const openEventLog = ({ use }: Connection): EventLog => ({
  async note(name, detail, at) {
    await use(async ({ events }) => {
      const seq = await events.add(encode<DiagnosticEvent>({ at, name, detail }))
      if (seq % 50 === 0) await events.where('seq').belowOrEqual(seq - kept).delete()
    })
  },
  last: () => use(async ({ events }) => (await events.toArray()).slice(-kept).map((row) => decode(row))),
})
