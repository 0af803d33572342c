import type { Boards } from '@/domain/boards'
import { failed, success, type Result } from '@/domain/failure'
import { call, type Server } from './client'
import { listen } from './listen'

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value

/** The answer where it is ours; else as if there were no network: a portal's page is no answer. */
const expect = <T>(answer: Result<unknown>, key: string): Result<T> => {
  if (!answer.ok) return answer
  return has(answer.value, key) ? success(answer.value as T) : failed('offline', { detail: 'not our answer' })
}
const part = <T>(answer: Result<unknown>, key: string): Result<T> => {
  const whole = expect<Record<string, T>>(answer, key)
  return whole.ok ? success(whole.value[key] as T) : whole
}
const nothing = (answer: Result<unknown>): Result<void> => (answer.ok ? success(undefined) : answer)

/** Managers' maps and dashboards by the API of the same names. */
export const openBoards = (open: () => Promise<Server | null>): Boards => ({
  async board({ area, from, to, kind, status }) {
    return expect(await call(open, 'area_board', { area, from_day: from, to_day: to, of_kind: kind, of_status: status }), 'totals')
  },
  async marks({ area, from, to, kind, status, side, organisation, view, zoom }) {
    return expect(await call(open, 'map_marks', { area, from_day: from, to_day: to, of_kind: kind, of_status: status, side,
      organisation, west: view[0], south: view[1], east: view[2], north: view[3], zoom }), 'grid')
  },
  async blankSpots(area) {
    return expect(await call(open, 'blank_spots', { area }), 'rows')
  },
  async indicators(area) {
    return expect(await call(open, 'indicators', { area }), 'indicators')
  },
  async indicatorRows(area, code, after) {
    return expect(await call(open, 'indicator_rows', { area, code, after }), 'rows')
  },
  listen: (area, changed, lost) => listen(open, area, changed, lost),
  async version(area) {
    return expect(await call(open, 'board_version', { area }), 'version')
  },
  async views() {
    return part(await call(open, 'my_views', {}), 'views')
  },
  async putView({ id, name, query }) {
    return nothing(await call(open, 'put_view', { id, name, query }))
  },
  async dropView(id) {
    return nothing(await call(open, 'drop_view', { id }))
  },
  async importFigures(lines) {
    return part(await call(open, 'import_area_figures', { lines: JSON.stringify(lines) }), 'verdicts')
  },
})
