import { computed, defineAsyncComponent, type Component } from 'vue'
import type { ActivityKindSlug } from '@/domain/activity'
import { kindViews } from '@/kinds/views'

/**
 * The form of a record's kind. Where the list knows the kind before the record is read (`listed`), its form is fetched
 * meanwhile, and drawn with the rest if it is here by then. By the kind alone: a form made anew at every change would lose
 * its focus and its open sheets. What goes wrong in fetching is met where it is drawn.
 */
export function useKindForm(listed: ActivityKindSlug | undefined, kind: () => ActivityKindSlug | undefined) {
  let ready: Component | undefined
  if (listed) void kindViews[listed].Form().then((module) => (ready = module.default), () => undefined)
  const known = computed(kind)
  return computed((): Component | undefined =>
    known.value && (known.value === listed && ready ? ready : defineAsyncComponent(kindViews[known.value].Form)))
}
