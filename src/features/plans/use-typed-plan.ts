import { ref, shallowRef } from 'vue'
import { useWorkplace } from '@/container'
import type { PlanDraft } from '@/domain/plan'

const key = 'typed-plans'
type Typed = Readonly<Record<string, PlanDraft>>

/**
 * A plan as it is being typed, kept on this device until it is saved or given up: leaving the page loses nothing. `page` is
 * the page's own id, `new` or the plan's; another organisation or area that one acts for has its own.
 */
export function useTypedPlan(page: string) {
  const { local, acting } = useWorkplace()
  const own = `${page}/${acting?.id ?? 0}`
  const typed = shallowRef<PlanDraft | null>(null)
  const again = ref(false)

  const read = local.preferences.get<Typed>(key).then((all) => {
    typed.value = all?.[own] ?? null
    again.value = typed.value !== null
  })
  /** One write after the other: what was typed last is what is kept. */
  let writing: Promise<void> = read
  const write = (work: (now: Typed) => Typed) => (writing = writing.then(() => local.preferences.update<Typed>(key, (now = {}) => work(now))))

  return {
    /** What was typed before; null where there is none. Settles with `read`. */
    typed,
    /** Whether the page shows what was typed before. */
    again,
    read,
    keep: (plan: PlanDraft) => write((now) => ({ ...now, [own]: plan })),
    forget: () => write(({ [own]: _gone, ...rest }) => rest),
  }
}
