import type { CheckContext } from '@/domain/check-header'
import { sectionsOf, type ChecklistTemplate } from '@/domain/checklist/template'
import type { Header } from '@/domain/header'
import type { OrganisationId } from '@/domain/id'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { checkFindings, checkItems } from '../supervision-visit/check-items'
import { evidenceProblems } from '../supervision-visit/evidence'
import type { VisitPartAnswers } from './answers'

/** The checklist of the answers' own sections; null while this device does not hold it. */
export const ownSections = ({ template_code, template_version, template_sha256, sections }: VisitPartAnswers, context: CheckContext): ChecklistTemplate | null => {
  const template = context.checklist?.(template_code, template_version ?? 0, template_sha256) ?? null
  return template && sectionsOf(template, sections)
}

/** Who is inspected, and by whom. */
export type Sides = Pick<Header, 'recipient_org_id' | 'organizer_org_id'>

/**
 * Whether somebody may fill no part: they are of the inspected organisation, and the visit is no self-check, nor one that this
 * organisation holds itself, whose type may still change. A code of an older app tells no type.
 */
export const isBarred = (visit_type: unknown, { recipient_org_id, organizer_org_id }: Sides, organisation: OrganisationId | null): boolean =>
  visit_type !== undefined && visit_type !== 'self_check' && recipient_org_id !== null && organizer_org_id !== recipient_org_id &&
  organisation === recipient_org_id

/** Problems of one inspector's part of a visit. `private.visit_part_problems` says the same of its errors in SQL. */
export function checkVisitPart(answers: VisitPartAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  const own = ownSections(answers, context)
  if (answers.template_code === '') problems.push(errorAt('answers.template_code', 'required'))
  else if (own === null) problems.push(errorAt('answers.template_code', 'unknown_checklist'))
  if (context.author && isBarred(answers.visit_type, header, context.organisationOf?.(context.author) ?? null))
    problems.push(errorAt('answers.sections', 'you_are_inspected'))
  if (answers.sections.length === 0) problems.push(errorAt('answers.sections', 'required'))
  else if (own && own.sections.length !== answers.sections.length) problems.push(errorAt('answers.sections', 'unknown_section'))
  const taken = (context.siblings ?? []).flatMap(({ payload }) => (payload.answers as VisitPartAnswers).sections)
  if (answers.sections.some((code) => taken.includes(code))) problems.push(warningAt('answers.sections', 'section_taken'))
  if (own) problems.push(...checkItems(answers, own))
  problems.push(...checkFindings(answers.findings, own, header, context))
  if (context.photosHeld) problems.push(...evidenceProblems(answers, context.photosHeld))
  return problems
}
