import type { CheckContext } from '@/domain/check-header'
import type { Child, ChildRef } from '@/domain/child'
import type { ChecklistSection, ChecklistTemplate } from '@/domain/checklist/template'
import type { Payload } from '@/domain/document'
import type { Header } from '@/domain/header'
import type { VisitPartAnswers } from '../visit-part/answers'
import type { SupervisionVisitAnswers, TakenPart, VisitFinding, VisitItem } from './answers'
import { evidenceOf } from './evidence'
import { isOfInspected } from './inspectors'

export type VisitPart = Payload<VisitPartAnswers>

const liveParts = (children: readonly Child[]): readonly VisitPart[] =>
  children.map(({ payload }) => payload as VisitPart).filter(({ kind, status }) => kind === 'visit_part' && status !== 'void')

/** Parts of the visit's own checklist among its children, in one order on every device: that of their ids. */
export const partsFor = ({ template_sha256 }: SupervisionVisitAnswers, children: readonly Child[]): readonly VisitPart[] =>
  liveParts(children).filter(({ answers }) => answers.template_sha256 === template_sha256).sort((a, b) => a.id.localeCompare(b.id))

/** Parts by another checklist than the visit's, or begun before it had one: they are taken over nowhere. */
export const strayParts = (answers: SupervisionVisitAnswers, { recipient_org_id }: Header, context: CheckContext): readonly VisitPart[] =>
  liveParts(context.children ?? []).filter(({ author_id, answers: { template_sha256 } }) => template_sha256 !== answers.template_sha256 &&
    !isOfInspected(author_id, answers.visit_type, recipient_org_id, context))

const codesOf = ({ items }: ChecklistSection) => items.map(({ code }) => code)

/** The visit without what it had taken over from these parts: their findings, and the items of the sections that counted. */
function without<Answers extends SupervisionVisitAnswers>(answers: Answers, refused: readonly VisitPart[], template: ChecklistTemplate | null): Answers {
  const ids = new Set(refused.map(({ id }) => id))
  const taken = answers.parts.filter(({ id }) => ids.has(id))
  if (taken.length === 0 && !answers.findings.some(({ part }) => part && ids.has(part))) return answers
  const lost = new Set((template?.sections ?? []).filter(({ code }) => taken.some(({ sections }) => sections.includes(code))).flatMap(codesOf))
  return {
    ...answers,
    parts: answers.parts.filter(({ id }) => !ids.has(id)),
    findings: answers.findings.filter(({ part }) => !part || !ids.has(part)),
    items: Object.fromEntries(Object.entries(answers.items).filter(([code]) => !lost.has(code))),
  }
}

/**
 * Those parts of a visit that somebody of the inspected organisation wrote, and those of all others, which alone are taken
 * over; and the visit without what it had taken over from the former before that was known.
 */
export function sortParts<Answers extends SupervisionVisitAnswers>(
  answers: Answers, { recipient_org_id }: Header, context: CheckContext, template: ChecklistTemplate | null,
) {
  const parts = partsFor(answers, context.children ?? [])
  const refused = parts.filter(({ author_id }) => isOfInspected(author_id, answers.visit_type, recipient_org_id, context))
  return { refused, parts: parts.filter((part) => !refused.includes(part)), clean: without(answers, refused, template) }
}

/** The part that fills a section: the first to claim it, unless the visit's author keeps the section. */
export const partOf = ({ kept }: SupervisionVisitAnswers, section: string, parts: readonly VisitPart[]): VisitPart | null =>
  kept.includes(section) ? null : parts.find(({ answers }) => answers.sections.includes(section)) ?? null

/**
 * Sections that several parts claim, each with those parts: the first fills it, and of the others the findings alone are taken
 * over. None that the visit's author keeps.
 */
export const claimedTwice = (answers: SupervisionVisitAnswers, template: ChecklistTemplate, parts: readonly VisitPart[]) =>
  template.sections.flatMap((section) => {
    const claims = partOf(answers, section.code, parts) ? parts.filter((part) => part.answers.sections.includes(section.code)) : []
    return claims.length > 1 ? [{ section, claims }] : []
  })

/** A part's findings on the sections that it claims and the visit's author does not keep, and those on no item. */
function findingsOf(part: VisitPart, lost: ReadonlySet<string>): VisitFinding[] {
  return part.answers.findings.map((finding, n) => ({ ...finding, id: finding.id ?? `${part.id}.${n + 1}`, part: part.id }))
    .filter(({ item_code }) => !lost.has(item_code))
}

/**
 * The visit with what its parts say of their sections: the answers of whoever was first to claim one, and the findings of all
 * who did. What was taken over earlier from a part that is not here stays; of one
 * that is here the newest counts.
 */
export function withParts<Answers extends SupervisionVisitAnswers>(answers: Answers, template: ChecklistTemplate, parts: readonly VisitPart[]): Answers {
  if (parts.length === 0) return answers
  const items: Record<string, VisitItem> = { ...answers.items }
  const lost = new Map(parts.map(({ id }) => [id, new Set<string>()]))
  for (const section of template.sections) {
    const owner = partOf(answers, section.code, parts)
    for (const part of parts)
      if (!owner || !part.answers.sections.includes(section.code)) codesOf(section).forEach((code) => lost.get(part.id)?.add(code))
    for (const code of owner ? codesOf(section) : []) {
      const found = owner?.answers.items[code]
      if (found) items[code] = found
      else delete items[code]
    }
  }
  const own = answers.findings.filter(({ part }) => part === undefined || !lost.has(part))
  return { ...answers, items, findings: [...own, ...parts.flatMap((part) => findingsOf(part, lost.get(part.id) ?? new Set()))] }
}

/**
 * What the visit says of the parts it has taken over: those whose text is fixed, with the sections that count; none of a part
 * that gave findings alone, or whose pictures are still shown in a section that the visit's author has taken back.
 */
export function takenOf(
  answers: SupervisionVisitAnswers, template: ChecklistTemplate, parts: readonly VisitPart[], refs: readonly ChildRef[],
): readonly TakenPart[] {
  const whole = withParts(answers, template, parts)
  const gave = new Set(whole.findings.map(({ part }) => part))
  const shown = new Set(evidenceOf(whole).flatMap(([, , photos]) => photos))
  const here = parts.flatMap((part): TakenPart[] => {
    const ref = refs.find(({ id }) => id === part.id)
    const sections = template.sections.filter(({ code }) => partOf(answers, code, parts) === part).map(({ code }) => code)
    return ref && (sections.length > 0 || gave.has(part.id) || part.photos.some(({ sha256 }) => shown.has(sha256))) ? [{ ...ref, sections }] : []
  })
  return [...answers.parts.filter(({ id }) => !parts.some((part) => part.id === id)), ...here]
}
