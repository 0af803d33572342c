import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useContainer, useWorkplace } from '@/container'
import type { Failure, Result } from '@/domain/failure'
import type { AreaId } from '@/domain/id'
import type { Reports } from '@/domain/reports'
import { useToast } from '@/ui/toast'
import { keepFew } from './keep-few'
import { useLive } from './use-live'
import type { useScope } from './use-scope'

interface AnswerParts<T> {
  readonly at: ReturnType<typeof useScope>
  /** Under which key the answer is kept on this device; null while there is nothing to ask. A new key is a new question. */
  readonly key: () => string | null
  readonly ask: (reports: Reports, area: AreaId) => Promise<Result<T>>
  /** How answers are kept; of those that are kept as usual, only the newest stay. */
  readonly keep?: typeof keepFew
  /** Where else an answer may have been kept. */
  readonly fallback?: () => string | null
}

/**
 * What the server last said about the area of the page, asked again when its totals changed; without an answer the last one
 * that was kept, which tells its age. Until either is there, what was shown before stays.
 */
export function useAnswer<T>({ at, key, ask, keep = keepFew, fallback = () => null }: AnswerParts<T>) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const answer = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  let asked = 0

  async function load(): Promise<void> {
    const place = key()
    const area = at.area.value
    if (place === null || area === null) return
    const mine = (asked += 1)
    busy.value = true
    const found = ask(reports, area)
    const other = fallback()
    const kept = await local.preferences.get<T>(place) ?? (other === null ? null : await local.preferences.get<T>(other))
    if (mine === asked && kept && !settled(place)) answer.value = kept
    const given = await found
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine === asked) {
      busy.value = false
      failure.value = given.ok ? null : given.failure
      answer.value = given.ok ? given.value : kept ?? null
      shown = place
    }
    // Last: on a full device it is shown all the same.
    if (given.ok) await keep(local, place, given.value)
  }
  /** Under which key lies what is on the screen: it is not older than what was kept. */
  let shown = ''
  const settled = (place: string) => shown === place && answer.value !== null

  watch(key, () => void load(), { immediate: true })
  useLive(at.area, () => void load())
  useReturn(() => { if (failure.value?.code === 'offline') void load() })
  useOwnArea(at, failure)
  return { answer, failure, busy, load }
}

/** Calls when the network is back. */
function useReturn(call: () => void): void {
  addEventListener('online', call)
  onScopeDispose(() => removeEventListener('online', call))
}

/** Somebody else's link may name an area that the reader may not see: then they see their own. */
function useOwnArea(at: ReturnType<typeof useScope>, failure: Readonly<Ref<Failure | null>>): void {
  const { t } = useI18n()
  const toast = useToast()
  watch(failure, (now) => {
    if ((now?.code !== 'forbidden' && now?.code !== 'notFound') || at.scope.value.area === null) return
    toast.show({ tone: 'info', text: t('scope.ownArea') })
    void at.change({ area: null, organisation: null })
  })
}
