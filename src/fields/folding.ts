import { computed, inject, provide, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { useProblem } from './problems'

const key: InjectionKey<Readonly<Ref<boolean>>> = Symbol('reopened')

/** Says whether the record of this form was filled in earlier: what is complete by then need not stand open again. */
export const provideReopened = (reopened: Readonly<Ref<boolean>>): void => provide(key, reopened)

/**
 * A group of fields that begins folded where all it requires was filled in earlier and nothing of it is wrong: whoever comes back
 * comes back to what is left. `required` are values, empty ones falsy, `paths` where the group's problems stand; `head` is what
 * its fold says.
 */
export function useFolding(required: () => readonly unknown[], paths: () => readonly string[]): {
  readonly open: Ref<boolean>
  readonly head: ComputedRef<{ filled: number; total: number; problem: 'error' | 'warning' | undefined }>
} {
  const { worst } = useProblem()
  const head = computed(() => {
    const values = required()
    return { filled: values.filter(Boolean).length, total: values.length, problem: worst(paths()) }
  })
  const { filled, total, problem } = head.value
  return { open: ref(!inject(key, undefined)?.value || filled < total || problem === 'error'), head }
}
