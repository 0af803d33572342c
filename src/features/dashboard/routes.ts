import type { RouteRecordRaw } from 'vue-router'
import { captureWords, recordWords } from '../capture/words'
import { historyWords } from '../history/words'
import { activityWords } from './words'

export const dashboardRoutes: RouteRecordRaw[] = [
  { path: '/map', name: 'map', component: () => import('./AreaPage.vue'),
    meta: { place: 'map', wide: true, words: [...activityWords, ...recordWords] } },
  { path: '/duplicates', name: 'duplicates', component: () => import('./DuplicatesPage.vue'),
    meta: { place: 'map', words: [...activityWords, ...recordWords] } },
  { path: '/activities/:id', name: 'activity', component: () => import('./ActivityPage.vue'), props: true,
    meta: { place: 'map', words: [...activityWords, ...captureWords, ...historyWords] } },
]
