import type { RouteRecordRaw } from 'vue-router'
import { once } from '@/kinds/once'
import { activityWords } from '../dashboard/words'
import { captureWords } from './words'

/** A record being filled in; the router asks for it twice at each tap on one. */
export const capturePage = once(() => import('./CapturePage.vue'))

export const captureRoutes: RouteRecordRaw[] = [
  { path: '/start', name: 'start', component: () => import('./StartPage.vue'),
    meta: { place: 'start', words: captureWords } },
  { path: '/join', name: 'join', component: () => import('../children/JoinPage.vue'),
    meta: { place: 'start', words: captureWords } },
  { path: '/capture/:id', name: 'capture', component: capturePage, props: true,
    meta: { place: 'records', bare: true, words: [...captureWords, ...activityWords] } },
]
