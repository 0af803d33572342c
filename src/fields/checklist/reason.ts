import { useI18n } from 'vue-i18n'
import type { Because, Message } from '@/domain/checklist/explain'

/** Puts into one sentence why an item scores what it does, for instance 应有 100 种，实有 80 种，每少 10 种扣 0.1 分，扣 0.2 分. */
export function useReason(): { unit: (key: string) => string; reason: (because: Because) => string } {
  const { t, te } = useI18n()
  /** A unit of the locale, else a word of the template's own language. */
  const unit = (key: string) => (te(`fields.unit.${key}`) ? t(`fields.unit.${key}`) : key)
  const params = ({ params }: Message) => ('unit' in params ? { ...params, unit: unit(params['unit'] ?? '') } : params)
  const reason = ({ fact, outcome }: Because) => {
    const found = t(`checklist.fact.${fact.key}`, params(fact))
    return outcome === null ? found : t('checklist.sentence', { fact: found, outcome: t(`checklist.outcome.${outcome.key}`, params(outcome)) })
  }
  return { unit, reason }
}
