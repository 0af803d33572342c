import { computed, ref, shallowRef } from 'vue'
import { useContainer, useWorkplace } from '@/container'
import type { Result } from '@/domain/failure'
import type { SavedView } from '@/domain/saved-view'
import { keepAnswer } from '../../history/keep-answer'

const listKey = 'saved-views'
const offlineKey = 'offline-views'
/** As many as one may keep for reading without a network. */
export const mostOffline = 5

/** Under which key the answers of a view that stays readable without a network are kept, for the area it was opened in. */
export const offlineViewKey = (id: string, area: number) => `view/${id}/${area}`
export const offlineIndicatorsKey = (area: number) => `view-indicators/${area}`

/** The views that a person saved, as the server has them or as it last said, and which of them this device keeps. */
export function useViews() {
  const { reports, makeId } = useContainer()
  const { local } = useWorkplace()
  const views = shallowRef<readonly SavedView[]>([])
  const offline = shallowRef<readonly string[]>([])
  /** Whether it was read which views this device keeps: before that nobody can say where an answer belongs. */
  const known = ref(false)

  async function load(): Promise<void> {
    offline.value = (await local.preferences.get<readonly string[]>(offlineKey)) ?? []
    views.value = (await local.preferences.get<readonly SavedView[]>(listKey)) ?? []
    known.value = true
    const answer = await reports.views()
    if (!answer.ok) return
    views.value = answer.value
    await keepAnswer(local, listKey, answer.value)
  }
  const loaded = load()

  async function changed(done: Result<void>, next: readonly SavedView[]): Promise<Result<void>> {
    if (!done.ok) return done
    views.value = next
    await keepAnswer(local, listKey, next)
    return done
  }
  /** Saves what an address says under a name; one of that name is replaced. */
  async function save(name: string, query: string): Promise<Result<void>> {
    const id = views.value.find((view) => view.name === name)?.id ?? makeId()
    const view = { id, name, query }
    return changed(await reports.putView(view), [...views.value.filter((each) => each.id !== id), view])
  }
  async function drop(id: string): Promise<Result<void>> {
    await keepOffline(id, false)
    return changed(await reports.dropView(id), views.value.filter((view) => view.id !== id))
  }
  async function keepOffline(id: string, keep: boolean): Promise<void> {
    offline.value = [...(keep ? [id] : []), ...offline.value.filter((each) => each !== id)].slice(0, mostOffline)
    await keepAnswer(local, offlineKey, offline.value)
  }

  return { views, known, loaded, offline: computed(() => new Set(offline.value)), save, drop, keepOffline }
}
