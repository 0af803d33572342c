import { useI18n } from 'vue-i18n'
import { useWorkplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { Header } from '@/domain/header'
import { useReference } from '@/fields/reference'
import { kindModels } from '@/kinds/models'

/** Why this person may not begin a piece of a record with that header, in words; undefined where nothing is in the way. */
export function useBarred() {
  const { t } = useI18n()
  const { identity } = useWorkplace()
  const { reference } = useReference()
  return (
    piece: ActivityKindSlug, told: Readonly<Record<string, unknown>>, header: Pick<Header, 'recipient_org_id' | 'organizer_org_id'>,
  ): string | undefined => {
    const own = reference.value.people.get(identity.personId)?.organisation_id ?? null
    const belongs = identity.memberships.some(({ organisation_id }) => organisation_id !== null && organisation_id === header.recipient_org_id)
    const code = kindModels[piece].barred?.(told, header, belongs ? header.recipient_org_id : own)
    return code ? t(`problems.${code}`) : undefined
  }
}
