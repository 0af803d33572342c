import type { CheckContext } from '@/domain/check-header'
import type { OrganisationId, PersonId } from '@/domain/id'
import type { SupervisionVisitAnswers } from './answers'

/**
 * Whether somebody belongs to the organisation that is inspected, as far as this device knows; of those who belong to several the
 * server alone knows all. In a self-check all may.
 */
export const isOfInspected = (
  person: PersonId, visit_type: SupervisionVisitAnswers['visit_type'], inspected: OrganisationId | null, { organisationOf }: CheckContext,
): boolean => inspected !== null && visit_type !== 'self_check' && organisationOf?.(person) === inspected
