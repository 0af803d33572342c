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
  /** What is asked: another key is another question. Null while there is nothing to ask. */
  readonly key: () => string | null
  /** Under which key the answer is kept on this device; the question's own where nothing else is said. */
  readonly place?: () => string
  readonly ask: (reports: Reports, area: AreaId) => Promise<Result<T>>
  /** How answers are kept; of those that are kept as usual, only the newest stay. */
  readonly keep?: typeof keepFew
  /** Where else an answer may have been kept; of two, the newer is shown. */
  readonly fallback?: () => string | null
}

/**
 * What the server last said about the area of the page, asked again when its totals changed; without an answer the last one
 * that was kept, which tells its age. Until either is there, what was shown before stays.
 */
export function useAnswer<T extends { readonly at: string }>({ at, key, place, ask, keep = keepFew, fallback = () => null }: AnswerParts<T>) {
  const { reports } = useContainer()
  const { local } = useWorkplace()
  const answer = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  let asked = 0

  async function load(): Promise<void> {
    const question = key()
    const area = at.area.value
    if (question === null || area === null) return
    const mine = (asked += 1)
    busy.value = true
    const found = ask(reports, area)
    const keptAt = place?.() ?? question
    const kept = await newest([keptAt, fallback()])
    if (mine === asked && kept && !settled(question)) answer.value = kept
    const given = await found
    // An answer to a question that was replaced meanwhile is nobody's.
    if (mine === asked) {
      busy.value = false
      failure.value = given.ok ? null : given.failure
      answer.value = given.ok ? given.value : kept
      shown = question
    }
    // Last: on a full device it is shown all the same.
    if (given.ok) await keep(local, keptAt, given.value)
  }
  async function newest(keys: readonly (string | null)[]): Promise<T | null> {
    const found = await Promise.all(keys.map((each) => (each === null ? undefined : local.preferences.get<T>(each))))
    return found.reduce<T | null>((best, each) => (each && (!best || each.at > best.at) ? each : best), null)
  }
  /** The question whose answer is on the screen: it is not older than what was kept. */
  let shown = ''
  const settled = (question: string) => shown === question && answer.value !== null

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
