import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useContainer, useWorkplace } from '@/container'
import type { BoardQuestion } from '@/domain/board'
import type { AreaId } from '@/domain/id'
import { changeScope, questionOf, readScope, scopeOn, withScope, type Query, type Scope } from './scope'

/**
 * What a manager's page is to show, out of its address, and the ways to change it. Narrowing replaces the address, going to
 * another area is a step that back takes back.
 */
export function useScope() {
  const route = useRoute()
  const router = useRouter()
  const { clock } = useContainer()
  const { identity } = useWorkplace()

  /** The page's own query: on the way to another page the route is that page's already. */
  const { path } = route
  const page = String(route.params['page'])
  const query = shallowRef<Query>(route.query)
  watch(() => route.query, (now) => { if (route.path === path) query.value = now })

  const managed = computed(() => identity.memberships.flatMap(({ area_id, area_name }) =>
    (area_id === null ? [] : [{ id: area_id, name: area_name }])))
  const scope = computed(() => scopeOn(page, readScope(query.value)))
  const area = computed<AreaId | null>(() => scope.value.area ?? managed.value[0]?.id ?? null)
  /** Null for whoever manages no area. */
  const question = computed<BoardQuestion | null>(() => (managed.value.length === 0 || area.value === null ? null
    : questionOf(scope.value, area.value, new Date(clock.now()))))

  const asked = (part: Partial<Scope>) => withScope(query.value, changeScope(scope.value, part)) as Record<string, string>
  /** Says something else of the page in its address: the page stays where it is scrolled to. */
  const say = (next: Query) => router.replace({ query: next as Record<string, string>, state: { stay: true } })
  const change = (part: Partial<Scope>) => say(asked(part))
  /** Shows another area, of which the filter of organisations says nothing. */
  const drill = (to: AreaId | null) => router.push({ query: asked({ area: to, organisation: null }) })

  return { query, managed, scope, area, question, say, change, drill }
}
