import type { RouteRecordRaw } from 'vue-router'
import { captureWords, recordWords } from '../capture/words'
import { activityWords } from '../dashboard/words'
import { historyWords } from './words'

export const historyRoutes: RouteRecordRaw[] = [
  { path: '/records', name: 'records', component: () => import('./RecordsPage.vue'), 
    meta: { place: 'records', words: historyWords } },
  { path: '/records/:id', name: 'record', component: () => import('./RecordPage.vue'), props: true,
    meta: { place: 'records', words: [...captureWords, ...recordWords, ...activityWords, ...historyWords] } },
]
