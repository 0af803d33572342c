import { itemsOf, type ChecklistTemplate } from '@/domain/checklist/template'
import type { VisitFinding } from './answers'

/** What a finding is known again by at that place of its list. */
export const findingKey = ({ id }: VisitFinding, index: number): string => id ?? String(index + 1)

/** The findings, each with an id of its own: whoever corrects what an older app wrote may take one out before others. */
export const withIds = (findings: readonly VisitFinding[]): readonly VisitFinding[] =>
  findings.map((finding, index) => ({ ...finding, id: findingKey(finding, index) }))

/** The findings, of which one on an item that the checklist lacks stands for itself: what was written stays. */
export function withKnownItems(findings: readonly VisitFinding[], template: ChecklistTemplate): readonly VisitFinding[] {
  const known = new Set(['', ...itemsOf(template).map(({ code }) => code)])
  return findings.map((finding) => (known.has(finding.item_code) ? finding : { ...finding, item_code: '' }))
}
