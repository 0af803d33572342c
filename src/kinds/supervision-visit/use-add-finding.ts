import { useI18n } from 'vue-i18n'
import type { OrganisationId } from '@/domain/id'
import { useMakeId } from '@/fields/make-id'
import { useToast } from '@/ui/toast'
import { newFinding, type Sheet, type VisitFinding } from './answers'

export interface FindingParts {
  readonly findings: () => readonly VisitFinding[]
  readonly items: () => Sheet['items']
  readonly inspected: () => OrganisationId | null
  readonly change: (findings: readonly VisitFinding[]) => void
}

/** Makes an item a finding. It stands further down, out of sight: a toast says so. One that is still empty is the one meant. */
export function useAddFinding({ findings, items, inspected, change }: FindingParts) {
  const { t } = useI18n()
  const toast = useToast()
  const makeId = useMakeId()
  return (code: string) => {
    const own = findings()
    const begun = own.findIndex(({ item_code, description }) => item_code === code && description === '')
    toast.show({ text: t('kinds.supervision_visit.finding.added', { n: (begun < 0 ? own.length : begun) + 1 }) })
    if (begun < 0) change([...own, newFinding(makeId(), code, items()[code]?.photos ?? [], inspected())])
  }
}
