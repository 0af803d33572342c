import type { RouteRecordRaw } from 'vue-router'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }] as const

export const deviceRoutes: RouteRecordRaw[] = [
  { path: '/me', name: 'me', component: () => import('./MePage.vue'), meta: { place: 'me', words } },
  { path: '/me/packs', name: 'packs', component: () => import('./PacksPage.vue'), meta: { place: 'me', words } },
  { path: '/me/code', name: 'my-code', component: () => import('./MyCodePage.vue'), meta: { place: 'me', words } },
]
