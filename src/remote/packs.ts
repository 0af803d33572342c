import { failed, success } from '@/domain/failure'
import type { ReferencePack, Remote } from '@/domain/ports'
import type { Area } from '@/domain/reference'
import { call, type Server } from './client'

type AreaRow = [number, Area['level'], string, number | null, number | null]

/** Areas travel as arrays, a third of the bytes; they are told apart here once. */
const parseArea = ([id, level, name, statutory_parent, managing_parent]: AreaRow): Area =>
  ({ id, level, name, statutory_parent, managing_parent })

export const openPacks = (open: () => Promise<Server | null>): Pick<Remote, 'referencePack'> => ({
  async referencePack(key, version) {
    const answer = await call(open, 'reference_pack', { key, version })
    if (!answer.ok) return answer
    if (answer.value === null) return success(null)
    const pack = answer.value as Omit<ReferencePack, 'areas'> & { areas?: AreaRow[] }
    if (typeof pack?.version !== 'string') return failed('offline', { detail: 'not our answer' })
    const { areas, ...rest } = pack
    return success(areas ? { ...rest, areas: areas.map(parseArea) } : rest)
  },
})
