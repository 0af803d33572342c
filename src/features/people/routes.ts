import type { RouteRecordRaw } from 'vue-router'
import { fieldWords } from '../capture/words'
import type * as pages from './pages'

type Pages = typeof pages

const words = [{ 'zh-CN': () => import('./zh-CN.json'), en: () => import('./en.json') }, fieldWords] as const
const meta = { place: 'me', words }
/** All in one: each address of a part of its own would weigh on the app's start, which has nothing to do with people. */
const page = (name: keyof Pages) => async () => (await import('./pages'))[name]

export const peopleRoutes: RouteRecordRaw[] = [
  { path: '/people', name: 'people', component: page('PeoplePage'), meta: { ...meta, wide: true } },
  { path: '/people/invite', name: 'invite', component: page('InvitePage'), meta },
  { path: '/people/codes', name: 'codes', component: page('CodesPage'), meta },
  { path: '/people/import', name: 'people-import', component: page('ImportPage'), meta },
  { path: '/people/:id', name: 'person', component: page('PersonPage'), props: true, meta },
  { path: '/people/:id/merge', name: 'merge-people', component: page('MergePage'), props: true, meta },
]
