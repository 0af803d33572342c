import type { RouteRecordRaw } from 'vue-router'
import { captureWords, fieldWords, recordWords } from '../capture/words'
import { historyWords } from '../history/words'
import { activityWords } from './words'

const weightWords = { 'zh-CN': () => import('./weights/zh-CN.json'), en: () => import('./weights/en.json') }

export const dashboardRoutes: RouteRecordRaw[] = [
  { path: '/:page(map|board|indicators|figures|blank-spots|duplicates)', component: () => import('./ManagerPages.vue'), props: true,
    meta: { place: 'map', wide: true, words: [...activityWords, ...recordWords] } },
  { path: '/checklists', component: () => import('./weights/WeightsPage.vue'), meta: { place: 'me', words: [fieldWords, weightWords] } },
  { path: '/activities/:id', name: 'activity', component: () => import('./ActivityPage.vue'), props: true,
    meta: { place: 'map', words: [...activityWords, ...captureWords, ...historyWords] } },
]
