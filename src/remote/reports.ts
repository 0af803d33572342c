import type { Boards } from '@/domain/boards'
import type { Checklists } from '@/domain/checklist/checklists'
import { failed, success, type Result } from '@/domain/failure'
import type { ActivityDetail, AreaReport, DuplicateScope, Duplicates, RecordHistory, Reports } from '@/domain/reports'
import { call, type Server } from './client'

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value

const expect = <T>(answer: Result<unknown>, key: string): Result<T> => {
  if (!answer.ok) return answer
  return has(answer.value, key) ? success(answer.value as T) : failed('offline', { detail: 'not our answer' })
}

const scopeOf = (scope: DuplicateScope) => ({
  area: 'area' in scope ? scope.area : null, organisation: 'organisation' in scope ? scope.organisation : null,
})

export const openReports = (open: () => Promise<Server | null>): Omit<Reports, keyof Boards | keyof Checklists> => ({
  async area(area, from, to) {
    return expect<AreaReport>(await call(open, 'area_report', { area, from_day: from, to_day: to }), 'rows')
  },
  async myDevices() {
    return expect(await call(open, 'my_device_ledger', {}), 'devices')
  },
  async deviceGaps(scope) {
    return expect(await call(open, 'device_gaps', scopeOf(scope)), 'rows')
  },
  async frequency(area) {
    return expect(await call(open, 'visit_frequency', { area }), 'rows')
  },
  async activity(id) {
    return expect<ActivityDetail>(await call(open, 'activity_detail', { id }), 'text')
  },
  async duplicates(scope, from, to) {
    return expect<Duplicates>(await call(open, 'likely_duplicates', { ...scopeOf(scope), from_day: from, to_day: to }), 'pairs')
  },
  async voidDuplicates(kept, others, reason) {
    const answer = expect(await call(open, 'void_duplicates', { kept, others, reason }), 'voided')
    return answer.ok ? success(undefined) : answer
  },
  async review(document, revision, decision, reason) {
    const answer = expect(await call(open, 'review', { document, revision, decision, reason }), 'status')
    return answer.ok ? success(undefined) : answer
  },
  async history(id) {
    return expect<RecordHistory>(await call(open, 'record_history', { id }), 'revisions')
  },
})
