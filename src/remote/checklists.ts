import type { Checklists } from '@/domain/checklist/checklists'
import type { PublishedChecklist } from '@/domain/checklist/template'
import { failed, success, type Result } from '@/domain/failure'
import { call, type Server } from './client'

/** The answer where it has the key, else as if there were no network: a portal's page is no answer. */
const expect = <T>(answer: Result<unknown>, key: keyof T & string): Result<T> => {
  if (!answer.ok) return answer
  return typeof answer.value === 'object' && answer.value !== null && Object.hasOwn(answer.value, key)
    ? success(answer.value as T) : failed('offline', { detail: 'not our answer' })
}

export const openChecklists = (open: () => Promise<Server | null>): Checklists => ({
  checklist: async (code, version) => expect<PublishedChecklist>(await call(open, 'checklist', { code, version }), 'template'),
  async areaChecklists(area) {
    const answer = expect<{ checklists: readonly PublishedChecklist[] }>(await call(open, 'area_checklists', { area }), 'checklists')
    return answer.ok ? success(answer.value.checklists) : answer
  },
  // Weights go as text: drivers may encode json arguments twice.
  publishChecklist: async ({ template: { code, version }, sha256 }, area, weights, source) => expect<PublishedChecklist>(
    await call(open, 'publish_checklist', { code, version, sha256, area, weights: JSON.stringify(weights), source }), 'template'),
})
