import type { ActivityKind } from '../kind'
import { visitMembers, type SupervisionVisitAnswers } from './answers'
import { checkSupervisionVisit } from './check'
import { withIds } from './finding-items'
import { sortParts, takenOf, withParts } from './parts'

const empty: SupervisionVisitAnswers = {
  visit_type: null,
  level: null,
  selection: null,
  template_code: '',
  template_version: null,
  template_sha256: '',
  institution: '',
  methods: [],
  documents_reviewed: [],
  interviewees: null,
  items: {},
  kept: [],
  parts: [],
  findings: [],
  feedback_at: null,
  inspector_sign: [],
  inspectee_sign: [],
  refused_sign_reason: '',
}

/** 督导检查. Of the last visit its type, level and methods are kept; never the checklist, for its newest version is to be chosen. */
export const supervisionVisit: ActivityKind<SupervisionVisitAnswers> = {
  slug: 'supervision_visit',
  letter: 'DD',
  needsRecipient: true,
  version: 1,
  members: visitMembers,
  blank: (previous) =>
    previous ? { ...empty, visit_type: previous.visit_type, level: previous.level, methods: previous.methods } : empty,
  upgrade(answers, version) {
    if (version > 1) throw new RangeError(`answers of version ${version} come from a newer app`)
    const known = { ...empty, ...(answers as Partial<SupervisionVisitAnswers>) }
    return { ...known, findings: withIds(known.findings) }
  },
  problems: checkSupervisionVisit,
  measures: () => ({ sessions: 1, visits: 0, staff: 0, leaflets: 0 }),
  headline: ({ findings }) => findings.length,
  children: {
    facts: (children) => ({ parts: children.filter(({ payload }) => payload.status !== 'draft').length }),
    list(answers, refs, context, header) {
      const { template_code, template_version, template_sha256 } = answers
      const template = context.checklist?.(template_code, template_version ?? 0, template_sha256) ?? null
      const { parts, clean } = sortParts(answers, header, context, template)
      return template ? { ...withParts(clean, template, parts), parts: takenOf(clean, template, parts, refs) } : clean
    },
    pieces: ({ parts }) => parts.map(({ id }) => id),
    invite: ({ visit_type, template_code, template_version, template_sha256, institution }) =>
      ({ visit_type, template_code, template_version, template_sha256, institution }),
  },
}
