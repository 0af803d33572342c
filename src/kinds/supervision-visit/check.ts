import type { CheckContext } from '@/domain/check-header'
import { scoreChecklist } from '@/domain/checklist/score'
import { highestOverride, type ItemScore } from '@/domain/checklist/score-item'
import { itemsOf, type ChecklistItem, type ChecklistTemplate } from '@/domain/checklist/template'
import { addDays, chinaDay } from '@/domain/day'
import { dueWithin } from '@/domain/finding'
import type { Header } from '@/domain/header'
import type { Sha256 } from '@/domain/id'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { noItem, numberFields, sheetOf, type SupervisionVisitAnswers, type VisitFinding, type VisitItem } from './answers'
import { evidenceOf } from './evidence'

const leastInspectors = 2

function checkText(field: string, value: string, min: number, max: number): Problem[] {
  const length = [...value.trim()].length
  if (length === 0) return [errorAt(field, 'required')]
  if (length < min) return [errorAt(field, 'too_short', { min })]
  return length > max ? [errorAt(field, 'too_long', { max })] : []
}

/** Two inspectors at least, none of the inspected organisation; it inspects itself only in a self-check. */
function checkInspectors({ visit_type }: SupervisionVisitAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  const inspectors = header.participants.filter(({ role }) => role !== 'driver')
  const inspected = header.recipient_org_id
  if (inspected === null) problems.push(errorAt('header.recipient_org_id', 'required'))
  if (inspectors.length < leastInspectors) problems.push(errorAt('header.participants', 'two_inspectors', { min: leastInspectors }))
  if (inspected !== null && visit_type !== 'self_check' &&
      inspectors.some(({ person_id }) => context.organisationOf?.(person_id) === inspected))
    problems.push(errorAt('header.participants', 'inspector_of_inspected'))
  return problems
}

function checkItem(item: ChecklistItem, found: VisitItem, scored: ItemScore): Problem[] {
  const field = `answers.items.${item.code}`
  const problems: Problem[] = []
  if (scored.state !== 'scored') return problems
  if (found.override !== null) {
    if (!Number.isInteger(found.override) || found.override < 0 || found.override > highestOverride(item))
      problems.push(errorAt(`${field}.override`, 'out_of_range', { min: 0, max: highestOverride(item) / 100 }))
    if (!found.override_reason.trim()) problems.push(errorAt(`${field}.override_reason`, 'required'))
  }
  if ((scored.score < scored.max || scored.met === false) && !found.deduction_reason.trim())
    problems.push(errorAt(`${field}.deduction_reason`, 'required'))
  if (item.evidence.includes('photo') && found.photos.length === 0)
    problems.push(warningAt(`${field}.photos`, 'evidence_missing'))
  return problems
}

function checkItems(answers: SupervisionVisitAnswers, template: ChecklistTemplate): Problem[] {
  const score = scoreChecklist(template, sheetOf(answers))
  const scored = new Map(score.items.map((each) => [each.code, each]))
  const problems = itemsOf(template).flatMap((item) => {
    const itemScore = scored.get(item.code)
    return itemScore ? checkItem(item, answers.items[item.code] ?? noItem, itemScore) : []
  })
  return score.done < score.count ? [errorAt('answers.items', 'items_open', { count: score.count - score.done }), ...problems] : problems
}

function checkFinding(finding: VisitFinding, index: number, codes: ReadonlySet<string> | null, now: Date): Problem[] {
  const field = `answers.findings.${index}`
  const problems = [...checkText(`${field}.description`, finding.description, 5, 500), ...checkText(`${field}.measure`, finding.measure, 2, 500)]
  if (finding.severity === null) problems.push(errorAt(`${field}.severity`, 'required'))
  if (finding.photos.length === 0) problems.push(errorAt(`${field}.photos`, 'photo_required'))
  if (finding.responsible_org === null) problems.push(errorAt(`${field}.responsible_org`, 'required'))
  if (finding.item_code !== '' && codes && !codes.has(finding.item_code)) problems.push(errorAt(`${field}.item_code`, 'unknown_item'))
  const today = chinaDay(now)
  if (!finding.due_on) problems.push(errorAt(`${field}.due_on`, 'required'))
  else if (finding.due_on < addDays(today, dueWithin.min) || finding.due_on > addDays(today, dueWithin.max))
    problems.push(errorAt(`${field}.due_on`, 'due_out_of_range', { min: dueWithin.min, max: dueWithin.max }))
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

/** Every picture that an item or a finding shows is one of the record. `private.visit_photo_problems` says the same in SQL. */
const visitPhotoProblems = (answers: SupervisionVisitAnswers, held: ReadonlySet<Sha256>): Problem[] =>
  evidenceOf(answers).flatMap(([field, , photos]) =>
    photos.every((each) => held.has(each)) ? [] : [errorAt(field, 'photo_not_in_record')])

/** Problems of a supervision visit's own answers (domain rules B5). `private.supervision_visit_problems` says the same in SQL. */
export function checkSupervisionVisit(answers: SupervisionVisitAnswers, header: Header, context: CheckContext): Problem[] {
  const problems = checkInspectors(answers, header, context)
  for (const name of ['visit_type', 'level', 'selection'] as const)
    if (!answers[name]) problems.push(errorAt(`answers.${name}`, 'required'))
  if (answers.methods.length === 0) problems.push(errorAt('answers.methods', 'required'))
  if (answers.documents_reviewed.some((each) => [...each.trim()].length > 200))
    problems.push(errorAt('answers.documents_reviewed', 'too_long', { max: 200 }))
  problems.push(...checkNumbers(numberFields, answers))
  const { template_code, template_version, template_sha256 } = answers
  const template = context.checklist?.(template_code, template_version ?? 0, template_sha256) ?? null
  if (template_code === '') problems.push(errorAt('answers.template_code', 'required'))
  else if (template === null) problems.push(errorAt('answers.template_code', 'unknown_checklist'))
  else {
    if (!template.applies_to.includes(answers.institution)) problems.push(errorAt('answers.institution', 'not_for_checklist'))
    problems.push(...checkItems(answers, template))
  }
  const codes = template && new Set(itemsOf(template).map(({ code }) => code))
  problems.push(...answers.findings.flatMap((finding, index) => checkFinding(finding, index, codes, context.now)))
  if (context.photosHeld) problems.push(...visitPhotoProblems(answers, context.photosHeld))
  problems.push(...checkClosing(answers, header))
  return problems
}
