import type { ActivityKind } from '../kind'
import { visitMembers } from '../supervision-visit/answers'
import type { VisitPartAnswers } from './answers'
import { checkVisitPart, isBarred } from './check'

const empty: VisitPartAnswers = {
  template_code: '',
  template_version: null,
  template_sha256: '',
  institution: '',
  sections: [],
  items: {},
  findings: [],
}

/** 督导检查分工: what one of several inspectors fills on the own phone, by the checklist of the visit. */
export const visitPart: ActivityKind<VisitPartAnswers> = {
  slug: 'visit_part',
  letter: 'FG',
  version: 1,
  parent: 'supervision_visit',
  piece: true,
  members: visitMembers,
  blank: (_previous, _nth, visit) => ({ ...empty, ...(visit as Partial<VisitPartAnswers>) }),
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    return { ...empty, ...(answers as Partial<VisitPartAnswers>) }
  },
  barred: ({ visit_type, template_sha256 }, sides, organisation) =>
    isBarred(visit_type, sides, organisation) ? 'you_are_inspected' : template_sha256 === '' ? 'no_checklist_yet' : null,
  complete: (answers, visit) =>
    answers.template_sha256 === '' && visit['template_sha256'] ? { ...answers, ...(visit as Partial<VisitPartAnswers>) } : null,
  problems: checkVisitPart,
  measures: () => ({ sessions: 0, visits: 0, staff: 0, leaflets: 0 }),
  headline: ({ items }) => Object.values(items).filter(({ answer, na_reason }) => answer !== null || na_reason !== '').length,
}
