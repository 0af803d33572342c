import { createRouter, createWebHistory } from '@ionic/vue-router'
import TabsPage from './TabsPage.vue'
import TodayPage from './TodayPage.vue'

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', redirect: '/tabs/today' },
    {
      path: '/tabs/',
      component: TabsPage,
      children: [
        { path: '', redirect: '/tabs/today' },
        { path: 'today', component: TodayPage },
        { path: 'records', component: () => import('./PlainPage.vue'), props: { title: '记录' } },
        { path: 'map', component: () => import('./PlainPage.vue'), props: { title: '地图' } },
        { path: 'me', component: () => import('./PlainPage.vue'), props: { title: '我的' } },
      ],
    },
    { path: '/records/:id', component: () => import('./RecordPage.vue'), props: true },
  ],
})
