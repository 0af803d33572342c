import type { RouteRecordRaw } from 'vue-router'
import { fieldWords } from '../capture/words'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }, fieldWords] as const
const meta = { place: 'me', words }

export const peopleRoutes: RouteRecordRaw[] = [
  { path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { ...meta, wide: true } },
  { path: '/people/invite', name: 'invite', component: () => import('./InvitePage.vue'), meta },
  { path: '/people/codes', name: 'codes', component: () => import('./CodesPage.vue'), meta },
  { path: '/people/import', name: 'people-import', component: () => import('./import/ImportPage.vue'), meta },
  { path: '/people/:id', name: 'person', component: () => import('./PersonPage.vue'), props: true, meta },
  { path: '/people/:id/merge', name: 'merge-people', component: () => import('./MergePage.vue'), props: true, meta },
]
