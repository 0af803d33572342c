import type { RouteRecordRaw } from 'vue-router'
import { storageWords } from '../storage/words'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }, storageWords] as const

export const deviceRoutes: RouteRecordRaw[] = [
  { path: '/me', component: () => import('./MePage.vue'), meta: { place: 'me', words } },
  { path: '/me/packs', component: () => import('./PacksPage.vue'), meta: { place: 'me', words } },
  { path: '/me/rescue', component: () => import('./RescuePage.vue'), meta: { place: 'me', words } },
  { path: '/me/code', component: () => import('./MyCodePage.vue'), meta: { place: 'me', words } },
]
