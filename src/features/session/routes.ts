import type { RouteRecordRaw } from 'vue-router'
import { sessionWords } from './words'

export const sessionRoutes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { open: true, bare: true, words: sessionWords } },
]
