import { itemsOf, type ChecklistTemplate } from '@/domain/checklist/template'
import type { VisitFinding } from './answers'

/** The findings, of which one on an item that the checklist lacks stands for itself: what was written stays. */
export function withKnownItems(findings: readonly VisitFinding[], template: ChecklistTemplate): readonly VisitFinding[] {
  const known = new Set(['', ...itemsOf(template).map(({ code }) => code)])
  return findings.map((finding) => (known.has(finding.item_code) ? finding : { ...finding, item_code: '' }))
}
