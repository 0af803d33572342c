import { useI18n } from 'vue-i18n'
import type { ChecklistItem } from '@/domain/checklist/template'

/** What an item asks to be shown, as a few words; empty where it asks for nothing. */
export function useEvidenceAsked() {
  const { t } = useI18n()
  return ({ evidence }: ChecklistItem): string => (evidence.length === 0 ? '' : t('kinds.supervision_visit.item.evidenceAsked', {
    list: evidence.map((each) => t(`kinds.supervision_visit.item.evidence.${each}`)).join(t('kinds.supervision_visit.item.evidence.and')),
  }))
}
