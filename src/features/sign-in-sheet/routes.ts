import type { RouteRecordRaw } from 'vue-router'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }] as const

export const sheetRoutes: RouteRecordRaw[] = [
  { path: '/sign-in-sheet/:token', component: () => import('./SignInSheetPage.vue'), props: true, meta: { open: true, bare: true, words } },
]
