import type { RouteRecordRaw } from 'vue-router'
import { sessionWords } from '../session/words'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }, ...sessionWords]

/** Where a code is entered; it stands behind `#`, which no server hears of. */
export const joiningRoutes: RouteRecordRaw[] = [
  { path: '/sign-up', name: 'sign-up', component: () => import('./SignUpPage.vue'), meta: { open: true, bare: true, words } },
]
