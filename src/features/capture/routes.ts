import type { RouteRecordRaw } from 'vue-router'
import { activityWords } from '../dashboard/words'
import { captureWords } from './words'

export const captureRoutes: RouteRecordRaw[] = [
  { path: '/start', name: 'start', component: () => import('./StartPage.vue'),
    meta: { place: 'start', words: captureWords } },
  { path: '/join', name: 'join', component: () => import('../children/JoinPage.vue'),
    meta: { place: 'start', words: captureWords } },
  { path: '/capture/:id', name: 'capture', component: () => import('./CapturePage.vue'), props: true,
    meta: { place: 'records', bare: true, words: [...captureWords, ...activityWords] } },
]
