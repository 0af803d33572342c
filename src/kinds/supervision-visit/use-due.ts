import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CheckContext } from '@/domain/check-header'
import { chinaDay, type Day } from '@/domain/day'
import { dueBy, dueRule, workingDays, type Severity } from '@/domain/finding'
import type { DayRun } from '@/domain/working-days'

const short = (day: Day) => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`
const runOf = ({ first, last, name }: DayRun) => `${short(first)}${first === last ? '' : `–${short(last)}`} ${name}`

/**
 * Until when findings are to be put right by the rules in force, from today on, and how that came about in words. Of a visit
 * long ago nothing is proposed beyond `last`, the last day that may be chosen.
 */
export function useDue(context: () => CheckContext, last: () => Day) {
  const { t } = useI18n()
  const word = (key: string, params = {}) => t(`kinds.supervision_visit.${key}`, params)
  const today = computed(() => chinaDay(context().now))

  function of(severity: Severity) {
    const rule = context().ruleRow?.(dueRule(severity))
    return rule && { rule, ...dueBy(rule, today.value, context().calendar ?? []) }
  }

  function words(severity: Severity | null, chosen: Day | null): string {
    if (severity === null) return word('due.ask')
    const due = of(severity)
    if (!due) return word('due.none')
    const { rule, day, verified, skipped, worked, on } = due
    const list = (runs: readonly DayRun[]) => runs.map(runOf).join('、')
    return [
      word(rule.unit === workingDays ? 'due.working' : 'due.days', { severity: word(`severity.${severity}`), count: rule.value, from: today.value, day }),
      skipped.length > 0 ? word('due.skipped', { list: list(skipped) }) : '',
      worked.length > 0 ? word('due.worked', { list: list(worked) }) : '',
      on ? word('due.on', { name: on }) : '',
      verified ? '' : word('due.unverified'),
      `${rule.source}${rule.verified ? '' : `（${word('due.ruleUnverified')}）`}`,
      chosen && chosen !== day ? word('due.changed') : '',
    ].filter(Boolean).join(' · ')
  }

  function propose(severity: Severity): Day | null {
    const day = of(severity)?.day ?? null
    return day !== null && day > last() ? last() : day
  }

  return { today, words, propose }
}
