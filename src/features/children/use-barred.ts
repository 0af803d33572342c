import { useI18n } from 'vue-i18n'
import { useWorkplace } from '@/container'
import type { ActivityKindSlug } from '@/domain/activity'
import type { OrganisationId } from '@/domain/id'
import { useReference } from '@/fields/reference'
import { kindModels } from '@/kinds/models'

/** Why this person may not begin a piece of a record with that recipient, in words; undefined where nothing is in the way. */
export function useBarred() {
  const { t } = useI18n()
  const { identity } = useWorkplace()
  const { reference } = useReference()
  return (piece: ActivityKindSlug, told: Readonly<Record<string, unknown>>, recipient: OrganisationId | null): string | undefined => {
    const own = reference.value.people.get(identity.personId)?.organisation_id ?? null
    const code = kindModels[piece].barred?.(told, recipient, own)
    return code ? t(`problems.${code}`) : undefined
  }
}
