import type { RouteRecordRaw } from 'vue-router'
import { captureWords, recordWords } from '../capture/words'
import { historyWords } from '../history/words'
import { activityWords } from './words'

export const dashboardRoutes: RouteRecordRaw[] = [
  { path: '/:page(map|board|indicators|figures|blank-spots|duplicates)', component: () => import('./ManagerPages.vue'), props: true,
    meta: { place: 'map', wide: true, words: [...activityWords, ...recordWords] } },
  { path: '/activities/:id', name: 'activity', component: () => import('./ActivityPage.vue'), props: true,
    meta: { place: 'map', words: [...activityWords, ...captureWords, ...historyWords] } },
]
