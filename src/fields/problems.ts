import { inject, provide, type InjectionKey, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Problem } from '@/domain/problem'

/** Problems to show now, by field path. */
export type ShownProblems = Readonly<Ref<ReadonlyMap<string, Problem>>>

const key: InjectionKey<ShownProblems> = Symbol('problems')

export const provideProblems = (problems: ShownProblems): void => provide(key, problems)

/** What a field row shows of its problem; nothing outside a form. */
export function useProblem() {
  const { t, te } = useI18n()
  const problems = inject(key, undefined)
  const words = ({ code, params }: Problem) =>
    te(`problems.${code}`) ? t(`problems.${code}`, params ?? {}) : t('problems.other', { code })
  return {
    words,
    /** A refusal by the server, `field:code`, `field:code:least` or a code alone, in words. */
    refused(text: string): string {
      const [field, code, min] = text.includes(':') ? (text.split(':') as [string, string, string?]) : ['', text]
      return words({ level: 'error', field, code, params: { code, found: '…', ...(min ? { min } : {}) } })
    },
    /** Props of a `FieldRow`: its problem and how serious it is. */
    at(field: string): { name: string; problem?: string; problemTone?: 'error' | 'warning' } {
      const problem = problems?.value.get(field)
      return problem ? { name: field, problem: words(problem), problemTone: problem.level } : { name: field }
    },
    /** The worst level among the fields that begin with one of these paths. */
    worst(paths: readonly string[]): 'error' | 'warning' | undefined {
      const found = [...(problems?.value.values() ?? [])].filter(({ field }) => paths.some((path) => field.startsWith(path)))
      return found.some(({ level }) => level === 'error') ? 'error' : found[0]?.level
    },
  }
}
