import type { CheckContext } from '@/domain/check-header'
import { scoreChecklist } from '@/domain/checklist/score'
import { highestOverride, type ItemScore } from '@/domain/checklist/score-item'
import { itemsOf, type ChecklistItem, type ChecklistTemplate } from '@/domain/checklist/template'
import { addDays, chinaDay, type Day } from '@/domain/day'
import { dueWithin, foundOn } from '@/domain/finding'
import type { Header } from '@/domain/header'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { noItem, type Sheet, type VisitFinding, type VisitItem } from './answers'
import { findingKey } from './finding-items'
import { isShort } from './progress'

function checkText(field: string, value: string, min: number, max: number): Problem[] {
  const length = [...value.trim()].length
  if (length === 0) return [errorAt(field, 'required')]
  if (length < min) return [errorAt(field, 'too_short', { min })]
  return length > max ? [errorAt(field, 'too_long', { max })] : []
}

function checkItem(item: ChecklistItem, found: VisitItem, scored: ItemScore): Problem[] {
  const field = `answers.items.${item.code}`
  const { key } = scored.because.fact
  if (scored.state === 'open') return key === 'open' ? [] : [errorAt(`${field}.answer`, key)]
  if (scored.state !== 'scored') return []
  const problems: Problem[] = []
  if (found.override !== null) {
    if (!Number.isInteger(found.override) || found.override < 0 || found.override > highestOverride(item))
      problems.push(errorAt(`${field}.override`, 'out_of_range', { min: 0, max: highestOverride(item) / 100 }))
    if (!found.override_reason.trim()) problems.push(errorAt(`${field}.override_reason`, 'required'))
  }
  if (isShort(scored) && !found.deduction_reason.trim())
    problems.push(errorAt(`${field}.deduction_reason`, 'required'))
  if (item.evidence.includes('photo') && found.photos.length === 0)
    problems.push(warningAt(`${field}.photos`, 'evidence_missing'))
  return problems
}

/** What is open or lacks a reason among the items of a checklist, or of some of its sections. */
export function checkItems(answers: Sheet, template: ChecklistTemplate): Problem[] {
  const score = scoreChecklist(template, answers)
  const scored = new Map(score.items.map((each) => [each.code, each]))
  const problems = itemsOf(template).flatMap((item) => {
    const itemScore = scored.get(item.code)
    return itemScore ? checkItem(item, answers.items[item.code] ?? noItem, itemScore) : []
  })
  return score.done < score.count ? [errorAt('answers.items', 'items_open', { count: score.count - score.done }), ...problems] : problems
}

function checkDue(field: string, { due_on, part }: VisitFinding, day: Day | null, { now, handedIn }: CheckContext): Problem[] {
  if (!due_on) return [errorAt(field, 'required')]
  // A colleague's is judged by the day of the part, and cannot be changed here.
  if (part === undefined && day !== null && (due_on < addDays(day, dueWithin.min) || due_on > addDays(day, dueWithin.max)))
    return [errorAt(field, 'due_out_of_range', { min: dueWithin.min, max: dueWithin.max })]
  return part === undefined && !handedIn && due_on < chinaDay(now) ? [warningAt(field, 'due_past')] : []
}

function checkFinding(finding: VisitFinding, field: string, codes: ReadonlySet<string> | null): Problem[] {
  const problems = [...checkText(`${field}.description`, finding.description, 5, 500), ...checkText(`${field}.measure`, finding.measure, 2, 500)]
  if (finding.severity === null) problems.push(errorAt(`${field}.severity`, 'required'))
  if (finding.photos.length === 0) problems.push(errorAt(`${field}.photos`, 'photo_required'))
  if (finding.responsible_org === null) problems.push(errorAt(`${field}.responsible_org`, 'required'))
  if (finding.item_code !== '' && codes && !codes.has(finding.item_code)) problems.push(errorAt(`${field}.item_code`, 'unknown_item'))
  return problems
}

/**
 * Problems of the findings; `template`, null while it is not known, is the checklist whose items they may name. Those taken
 * over from a colleague's part are that colleague's to be warned of.
 */
export function checkFindings(
  findings: readonly VisitFinding[], template: ChecklistTemplate | null, header: Header, context: CheckContext,
): Problem[] {
  const codes = template && new Set(itemsOf(template).map(({ code }) => code))
  const day = foundOn(header)
  return findings.flatMap((finding, index) => {
    const field = `answers.findings.${index}`
    const twice = findings.some((other, place) => place < index && findingKey(other, place) === findingKey(finding, index))
    const nobody = finding.responsible_person === null && finding.part === undefined
    return [...(twice ? [errorAt(`${field}.description`, 'finding_twice')] : []), ...checkFinding(finding, field, codes), ...checkDue(`${field}.due_on`, finding, day, context),
      ...(nobody ? [warningAt(`${field}.responsible_person`, 'responsible_person_missing')] : [])]
  })
}
