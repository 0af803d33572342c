import type { PullCursor } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'

/** How far each scope key has been pulled. */
export interface Cursors {
  get(scope: string): Promise<PullCursor | null>
  put(scope: string, cursor: PullCursor): Promise<void>
}

export const openCursors = ({ use }: Connection): Cursors => ({
  get: (scope) =>
    use(async ({ cursors }) => {
      const row = await cursors.get(scope)
      return row ? decode(row) : null
    }),
  async put(scope, cursor) {
    await use(({ cursors }) => cursors.put({ key: scope, ...encode(cursor) }))
  },
})
