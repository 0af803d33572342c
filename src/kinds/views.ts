import type { Component } from 'vue'
import type { ActivityKindSlug } from '@/domain/activity'
import { once, type Load } from './once'

/** A kind's screens and words, fetched when first needed. */
export interface KindViews {
  readonly Form: Load<Component>
  readonly Detail: Load<Component>
  readonly words: { readonly 'zh-CN': Load<Record<string, unknown>>; readonly en: Load<Record<string, unknown>> }
}

export const kindViews: Readonly<Record<ActivityKindSlug, KindViews>> = {
  free_clinic: {
    Form: once(() => import('./free-clinic/Form.vue')),
    Detail: once(() => import('./free-clinic/Detail.vue')),
    words: { 'zh-CN': () => import('./free-clinic/zh-CN.json'), en: () => import('./free-clinic/en.json') },
  },
  circuit_tour: {
    Form: once(() => import('./circuit-tour/Form.vue')),
    Detail: once(() => import('./circuit-tour/Detail.vue')),
    words: { 'zh-CN': () => import('./circuit-tour/zh-CN.json'), en: () => import('./circuit-tour/en.json') },
  },
  tour_stop: {
    Form: once(() => import('./tour-stop/Form.vue')),
    Detail: once(() => import('./tour-stop/Detail.vue')),
    words: { 'zh-CN': () => import('./tour-stop/zh-CN.json'), en: () => import('./tour-stop/en.json') },
  },
  training_session: {
    Form: once(() => import('./training-session/Form.vue')),
    Detail: once(() => import('./training-session/Detail.vue')),
    words: { 'zh-CN': () => import('./training-session/zh-CN.json'), en: () => import('./training-session/en.json') },
  },
  supervision_visit: {
    Form: once(() => import('./supervision-visit/Form.vue')),
    Detail: once(() => import('./supervision-visit/Detail.vue')),
    words: { 'zh-CN': () => import('./supervision-visit/zh-CN.json'), en: () => import('./supervision-visit/en.json') },
  },
  visit_part: {
    Form: once(() => import('./visit-part/Form.vue')),
    Detail: once(() => import('./visit-part/Detail.vue')),
    words: { 'zh-CN': () => import('./visit-part/zh-CN.json'), en: () => import('./visit-part/en.json') },
  },
}
