import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import { closeTopLayer } from '@/ui/layers'
import { captureRoutes } from '@/features/capture/routes'
import { dashboardRoutes } from '@/features/dashboard/routes'
import { deviceRoutes } from '@/features/device/routes'
import { historyRoutes } from '@/features/history/routes'
import TodayPage from '@/features/today/TodayPage.vue'
import { addWords, type Words } from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    /** The place of the navigation that this page belongs to. */
    place?: string
    /** A page of its own: no navigation bar. */
    bare?: boolean
    wide?: boolean
    /** Open to people who have not signed in. */
    open?: boolean
    words?: readonly Words[]
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'today', component: TodayPage, meta: { place: 'today' } },
  { path: '/sign-in', name: 'sign-in', component: () => import('@/features/session/SignInPage.vue'),
    meta: { open: true, bare: true } },
  ...captureRoutes,
  ...historyRoutes,
  ...dashboardRoutes,
  ...deviceRoutes,
  { path: '/:missing(.*)', redirect: '/' },
]

/** `signedIn` is asked at each change of page; nobody is sent to sign in for want of a network or a session. */
export function makeRouter(signedIn: () => boolean): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  // Android's back closes the topmost sheet first.
  let leavingByBack = false
  addEventListener('popstate', () => (leavingByBack = true), { capture: true })
  router.beforeEach(async (to) => {
    const back = leavingByBack
    leavingByBack = false
    if (back && closeTopLayer()) return false
    if (!to.meta.open && !signedIn()) return { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
    if (to.meta.words) await addWords(...to.meta.words)
    return true
  })
  return router
}
