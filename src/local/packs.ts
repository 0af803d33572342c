import type { ReferencePack } from '@/domain/ports'
import type { Connection } from './connection'
import { decode, encode } from './codec'

/** Reference packs by key, whole: `areas`, `rules`, `county:520326`. */
export interface Packs {
  get(key: string): Promise<ReferencePack | undefined>
  put(key: string, pack: ReferencePack): Promise<void>
  /** Keys held, with versions: what is refreshed at the next contact. */
  versions(): Promise<ReadonlyMap<string, string>>
}

export const openPacks = ({ use }: Connection): Packs => ({
  get: (key) =>
    use(async ({ packs }) => {
      const row = await packs.get(key)
      return row && decode(row)
    }),
  async put(key, pack) {
    await use(({ packs }) => packs.put({ key, ...encode(pack) }))
  },
  versions: () => use(async ({ packs }) => new Map((await packs.toArray()).map((row) => [row.key, decode(row).version]))),
})
