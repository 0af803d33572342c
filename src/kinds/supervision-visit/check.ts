import type { CheckContext } from '@/domain/check-header'
import type { ChecklistTemplate } from '@/domain/checklist/template'
import type { Header } from '@/domain/header'
import { isDocumentId, isSha256, type Sha256 } from '@/domain/id'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, type SupervisionVisitAnswers } from './answers'
import { checkFindings, checkItems } from './check-items'
import { evidenceProblems } from './evidence'
import { isOfInspected } from './inspectors'
import { claimedTwice, sortParts, strayParts, withParts, type VisitPart } from './parts'

const leastInspectors = 2

/** Two inspectors at least, none of the inspected organisation; it inspects itself only in a self-check. */
function checkInspectors({ visit_type }: SupervisionVisitAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  const inspectors = header.participants.filter(({ role }) => role !== 'driver')
  const inspected = header.recipient_org_id
  if (inspected === null) problems.push(errorAt('header.recipient_org_id', 'required'))
  if (inspectors.length < leastInspectors) problems.push(errorAt('header.participants', 'two_inspectors', { min: leastInspectors }))
  if (inspectors.some(({ person_id }) => isOfInspected(person_id, visit_type, inspected, context)))
    problems.push(errorAt('header.participants', 'inspector_of_inspected'))
  return problems
}

/** Feedback given on the spot, and both sides' signatures, or why the inspected side would not sign. */
function checkClosing(answers: SupervisionVisitAnswers, header: Header): Problem[] {
  const problems: Problem[] = []
  if (!answers.feedback_at) problems.push(errorAt('answers.feedback_at', 'required'))
  else if (header.started_at && Date.parse(answers.feedback_at) < Date.parse(header.started_at))
    problems.push(errorAt('answers.feedback_at', 'feedback_before_start'))
  if (answers.inspector_sign.length === 0) problems.push(errorAt('answers.inspector_sign', 'signature_required'))
  if (answers.inspectee_sign.length === 0 && !answers.refused_sign_reason.trim())
    problems.push(errorAt('answers.inspectee_sign', 'signature_or_reason'))
  return problems
}

/**
 * What other inspectors fill: handed in, by people whom the visit names and by its own checklist, each section by one of them.
 * What somebody of the inspected organisation wrote is left out.
 */
function checkParts(
  answers: SupervisionVisitAnswers, template: ChecklistTemplate | null, parts: readonly VisitPart[], header: Header, context: CheckContext,
): Problem[] {
  const problems: Problem[] = []
  if (!answers.parts.every(({ id, sha256 }) => isDocumentId(id) && isSha256(sha256)))
    problems.push(errorAt('answers.parts', 'bad_reference'))
  const namesOf = (some: readonly VisitPart[]) => some.flatMap(({ author_id }) => context.nameOf?.(author_id) ?? []).join('、')
  const stray = answers.template_code === '' ? [] : strayParts(answers, header, context)
  if (stray.length > 0) problems.push(warningAt('answers.template_code', 'parts_of_other_checklist', { count: stray.length, list: namesOf(stray) }))
  const twice = template ? claimedTwice(answers, template, parts) : []
  const list = twice.map(({ section, claims }) => `${section.title}（${namesOf(claims)}）`).join('；')
  if (twice.length > 0) problems.push(warningAt('answers.parts', 'sections_claimed_twice', { list }))
  const open = parts.filter(({ status }) => status === 'draft').length
  if (open > 0) problems.push(warningAt('answers.parts', 'parts_open', { count: open }))
  const named = new Set(header.participants.map(({ person_id }) => person_id))
  if (parts.some(({ author_id }) => !named.has(author_id))) problems.push(warningAt('header.participants', 'part_author_missing'))
  return problems
}

/** Pictures are the visit's or a part's. Of a part that is not on this device the server alone knows them. */
function checkPhotos(whole: SupervisionVisitAnswers, parts: readonly VisitPart[], { photosHeld }: CheckContext): Problem[] {
  if (!photosHeld || whole.parts.some(({ id }) => !parts.some((part) => part.id === id))) return []
  return evidenceProblems(whole, new Set<Sha256>([...photosHeld, ...parts.flatMap(({ photos }) => photos.map(({ sha256 }) => sha256))]))
}

/** Problems of a supervision visit's own answers, as its parts would have them now (domain rules B5). `private.supervision_visit_problems` says the same in SQL. */
export function checkSupervisionVisit(given: SupervisionVisitAnswers, header: Header, context: CheckContext): Problem[] {
  const { template_code, template_version, template_sha256 } = given
  const template = context.checklist?.(template_code, template_version ?? 0, template_sha256) ?? null
  const { parts, clean: answers } = sortParts(given, header, context, template)
  const problems = checkInspectors(answers, header, context)
  for (const name of ['visit_type', 'level', 'selection'] as const)
    if (!answers[name]) problems.push(errorAt(`answers.${name}`, 'required'))
  if (answers.methods.length === 0) problems.push(errorAt('answers.methods', 'required'))
  if (answers.documents_reviewed.some((each) => [...each.trim()].length > 200))
    problems.push(errorAt('answers.documents_reviewed', 'too_long', { max: 200 }))
  problems.push(...checkNumbers(numberFields, answers))
  const whole = template ? withParts(answers, template, parts) : answers
  if (template_code === '') problems.push(errorAt('answers.template_code', 'required'))
  else if (template === null) problems.push(errorAt('answers.template_code', 'unknown_checklist'))
  else {
    if (!template.applies_to.includes(answers.institution)) problems.push(errorAt('answers.institution', 'not_for_checklist'))
    problems.push(...checkItems(whole, template))
  }
  problems.push(...checkFindings(whole.findings, template, header, context), ...checkPhotos(whole, parts, context))
  problems.push(...checkParts(answers, template, parts, header, context), ...checkClosing(answers, header))
  return problems
}
