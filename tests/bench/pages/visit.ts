import type { ChecklistItem, PublishedChecklist } from '@/domain/checklist/template'
import type { Payload } from '@/domain/document'
import { supervisionVisit } from '@/kinds/supervision-visit/model'
import { makeSections, type Question } from '../peers/checklist.ts'
import { makePayload } from './payload.ts'

const item = ({ code, text, note }: Question): ChecklistItem => ({
  code, text, quote: note, max: 1, gate: 'none', applies_to: [], answer: 'yes_no', unit: '', target: null, evidence: [],
  omittable: true, rule: { kind: 'all_or_nothing' }, verified: true, weight_source: null,
})
const sections = makeSections().map(({ code, title, questions }) => ({ code, title, items: questions.map(item) }))
const list = {
  version: 1, source: '', verified: true, applies_to: ['township_hospital'], grades: [],
} as const

/** The peers' sixty questions as published checklists: in their sections, and all in one. */
export const checklists: readonly PublishedChecklist[] = [
  { sha256: '60'.repeat(32), template: { ...list, code: 'sixty', title: '督导检查六十项', sections } },
  {
    sha256: '61'.repeat(32),
    template: {
      ...list, code: 'sixty_at_once', title: '督导检查六十项（不分节）',
      sections: [{ code: 'all', title: '全部', items: sections.flatMap(({ items }) => items) }],
    },
  },
]

/** A visit begun with a checklist, of which nothing is answered; all else that opens it is. */
export function makeVisit({ sha256, template }: PublishedChecklist, number: number): Payload {
  const payload = makePayload(number)
  return {
    ...payload,
    header: { ...payload.header, recipient_org_id: 2 },
    kind: 'supervision_visit',
    status: 'draft',
    answers_version: supervisionVisit.version,
    answers: {
      ...supervisionVisit.blank(null),
      visit_type: 'routine',
      level: 'county',
      selection: 'drawn',
      methods: ['documents', 'on_site'],
      template_code: template.code,
      template_version: template.version,
      template_sha256: sha256,
      institution: 'township_hospital',
    },
  }
}
