import { createRouter, createWebHistory, START_LOCATION, type RouteRecordRaw, type Router } from 'vue-router'
import { closeTopLayer } from '@/ui/layers'
import { captureRoutes } from '@/features/capture/routes'
import { dashboardRoutes } from '@/features/dashboard/routes'
import { deviceRoutes } from '@/features/device/routes'
import { historyRoutes } from '@/features/history/routes'
import { joiningRoutes } from '@/features/joining/routes'
import { peopleRoutes } from '@/features/people/routes'
import { planRoutes } from '@/features/plans/routes'
import { sessionRoutes } from '@/features/session/routes'
import { sheetRoutes } from '@/features/sign-in-sheet/routes'
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
  ...sessionRoutes,
  ...captureRoutes,
  ...historyRoutes,
  ...dashboardRoutes,
  ...deviceRoutes,
  ...planRoutes,
  ...sheetRoutes,
  ...joiningRoutes,
  ...peopleRoutes,
  { path: '/:missing(.*)', redirect: '/' },
]

/**
 * Fetches what the most likely next tap needs, a record of the list, while the person still reads the list. Where the app
 * opens on another page that page comes first: on a slow phone the record's parts would hold it up.
 */
export async function warmUp(): Promise<void> {
  if (location.pathname !== '/') await new Promise((resolve) => setTimeout(resolve, 5_000))
  const record = routes.find(({ name }) => name === 'record')
  const load = record?.component as (() => Promise<unknown>) | undefined
  await Promise.all([load?.(), addWords(...(record?.meta?.words ?? []))])
}

/**
 * `signedIn` is asked at each change of page; nobody is sent to sign in for want of a network or a session. Who belongs to
 * nothing finds a place for a code in place of the app; what they recorded before stays within reach.
 */
export function makeRouter(signedIn: () => boolean, belongs: () => boolean): Router {
  // Android's back closes the topmost sheet first. Heard before the router hears it: listeners run in their order. Where
  // the router asks nobody, as on its own way back to a page that stays, the next tap must not be taken for a back.
  let leavingByBack = false
  addEventListener('popstate', () => {
    leavingByBack = true
    setTimeout(() => (leavingByBack = false))
  })
  let fromTop = false
  const router = createRouter({
    history: createWebHistory(),
    routes,
    // A page just opened stands at its top, and one come to from the top of another: asking for it would lay the page out
    // before it is drawn. One that says something else of itself in its address (`stay`) is where it was.
    scrollBehavior: (_to, from, saved) => saved ?? (from === START_LOCATION || fromTop || history.state.stay ? false : { top: 0 }),
  })
  router.beforeEach(async (to) => {
    const back = leavingByBack
    leavingByBack = false
    if (back && closeTopLayer()) return false
    if (!to.meta.open && !signedIn()) return { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
    if (!to.meta.open && !belongs() && to.meta.place !== 'records' && to.meta.place !== 'me') return { name: 'sign-up' }
    // Words and page come together: one after the other would cost a round trip more. The router asks for the page
    // again and reports what goes wrong then.
    const pages = to.matched.flatMap(({ components }) => Object.values(components ?? {}))
    for (const page of pages) if (typeof page === 'function') void (page as () => Promise<unknown>)().catch(() => undefined)
    if (to.meta.words) await addWords(...to.meta.words)
    return true
  })
  router.afterEach(() => (fromTop = scrollY === 0))
  return router
}
