import type { RouteRecordRaw } from 'vue-router'
import { fieldWords } from '../capture/words'

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }, fieldWords] as const

export const planRoutes: RouteRecordRaw[] = [
  { path: '/plans', name: 'plans', component: () => import('./PlansPage.vue'), meta: { place: 'me', words } },
  { path: '/plans/:id', name: 'plan', component: () => import('./PlanPage.vue'), props: true, meta: { place: 'me', words } },
]
