import { computed, ref, type Ref } from 'vue'
import { useContainer } from '@/container'
import type { DocumentId } from '@/domain/id'
import { standing, type Problem } from '@/domain/problem'
import { provideProblems, useProblem } from '@/fields/problems'
import { useReference } from '@/fields/reference'
import { useSettled } from '@/ui/settled'
import { useSteady } from '@/ui/steady'
import { useChildren } from '../children/use-children'
import { amendmentProblems } from './amendment'
import { contextOf, openQuestions, problemsOf } from './check'
import { byField } from './submit'
import { useDuplicates } from './use-duplicates'
import { useIssued } from './use-issued'
import type { useDraft } from './use-draft'

/**
 * What is wrong with a record being filled in, and what it is checked against: the packs and the other records of this
 * device, those of the archive from `later` on. Provides the problems to the form's fields.
 */
export function useCheck(id: DocumentId, { payload }: ReturnType<typeof useDraft>, amending: boolean, later: Readonly<Ref<boolean>>) {
  const { clock } = useContainer()
  const { reference, ready: packsRead } = useReference()
  const { views: childViews, children } = useChildren(id, () => payload.value?.replaces)
  const { children: family } = useChildren(() => payload.value?.parent_id ?? null)
  const siblings = computed(() => family.value.filter((each) => each.payload.id !== id))
  const issued = useIssued(payload)
  const { settled: checked, settle: check } = useSettled(() => payload.value)
  const { problems: alike, ready: othersRead } = useDuplicates(() => checked.value, later)
  const world = () => [reference.value, new Date(clock.now()), children.value, siblings.value, issued.value] as const
  const problems = computed<Problem[]>(() =>
    checked.value
      ? [...(amending ? amendmentProblems(checked.value) : []), ...problemsOf(checked.value, ...world()), ...alike.value]
      : [])
  const blocking = computed(() => standing(problems.value, checked.value?.header.reasons ?? {}))
  const warnings = computed(() => problems.value.filter(({ level }) => level === 'warning'))
  const context = computed(() => payload.value && contextOf(payload.value, ...world()))
  /** The record was to be handed in: what has only not been answered yet is shown too. */
  const asked = ref(false)
  /** What the packs have not been read for yet is not wrong. */
  const shownProblems = useSteady(() => [...byField(!packsRead.value ? [] : asked.value
    ? problems.value
    : problems.value.filter(({ code }) => !openQuestions.has(code)))])
  const shown = computed(() => new Map(shownProblems.value))
  provideProblems(shown)
  const { words, refused } = useProblem()
  /** For a field of the page that calls this: it provides the problems and cannot inject them. */
  const shownAt = (field: string) => {
    const problem = shown.value.get(field)
    return problem ? { name: field, problem: words(problem), problemTone: problem.level } : { name: field }
  }
  return { childViews, blocking, warnings, context, asked, check, othersRead, words, refused, shownAt }
}
