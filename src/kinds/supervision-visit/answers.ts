import type { ItemResult } from '@/domain/checklist/answer'
import type { ChildRef } from '@/domain/child'
import type { Day } from '@/domain/day'
import type { Severity } from '@/domain/finding'
import type { DocumentId, OrganisationId, PersonId, Sha256 } from '@/domain/id'
import type { NumberField } from '@/domain/number-field'

export const visitTypes = ['routine', 'special', 'unannounced', 'self_check', 'review', 'recheck', 'qc'] as const
export const levels = ['self', 'county', 'prefecture', 'province', 'national'] as const
export const selections = ['recommended', 'drawn'] as const
export const methods = [
  'report', 'interview', 'documents', 'data', 'skills', 'on_site', 'sampling', 'expert_panel', 'feedback_meeting',
] as const

export const numberFields = [
  { name: 'interviewees', unit: 'persons', min: 0, max: 500, decimals: 0, required: false },
] as const satisfies readonly NumberField<'interviewees'>[]

/** One item of the checklist as it was found. */
export interface VisitItem extends ItemResult {
  readonly override_reason: string
  readonly deduction_reason: string
  /** Pictures of this record that show it. */
  readonly photos: readonly Sha256[]
}

/**
 * A finding (问题) as the visit records it and both sides sign it: its number is its place in the list, which a correction may
 * change. What becomes of it, through rectification to its closing, hangs on its `id`.
 */
export interface VisitFinding {
  /** Made with the finding and never given to another; absent where an older app wrote it, whose place then stands for it. */
  readonly id?: string
  /** Empty for what no item asks. */
  readonly item_code: string
  readonly description: string
  readonly severity: Severity | null
  readonly photos: readonly Sha256[]
  readonly responsible_org: OrganisationId | null
  readonly responsible_person: PersonId | null
  readonly measure: string
  readonly due_on: Day | null
  /** The part of the visit that it was taken over from; absent where the visit's author wrote it. */
  readonly part?: DocumentId
}

/** A part that the visit has taken over: the sections as they stood in its text of that hash. */
export interface TakenPart extends ChildRef {
  readonly sections: readonly string[]
}

/** Lines of a signature: x, y, x, y … in thousandths of the pad's width; the pad is half as high as wide. */
export type Strokes = readonly (readonly number[])[]

export interface SupervisionVisitAnswers {
  readonly visit_type: (typeof visitTypes)[number] | null
  readonly level: (typeof levels)[number] | null
  readonly selection: (typeof selections)[number] | null
  /** The checklist, fixed when it is chosen, by code, version and hash: a newer version never changes a visit begun. */
  readonly template_code: string
  readonly template_version: number | null
  readonly template_sha256: string
  /** As which kind of organisation it was inspected: some items are asked of some kinds only. */
  readonly institution: string
  readonly methods: readonly string[]
  readonly documents_reviewed: readonly string[]
  readonly interviewees: number | null
  readonly items: Readonly<Record<string, VisitItem>>
  /** Sections that the visit's author fills although a part claims them. */
  readonly kept: readonly string[]
  /** Parts known on the phone when the visit was submitted. */
  readonly parts: readonly TakenPart[]
  readonly findings: readonly VisitFinding[]
  readonly feedback_at: string | null
  readonly inspector_sign: Strokes
  readonly inspectee_sign: Strokes
  readonly refused_sign_reason: string
}

/** What the visit was, apart from what it found. */
export type VisitFacts = Pick<SupervisionVisitAnswers, 'visit_type' | 'level' | 'selection' | 'methods' | 'documents_reviewed' | 'interviewees'>

/** A finding on that item, or on none, by the organisation that is inspected. */
export const newFinding = (id: string, item_code: string, photos: VisitFinding['photos'], responsible_org: OrganisationId | null): VisitFinding =>
  ({ id, item_code, description: '', severity: null, photos, responsible_org, responsible_person: null, measure: '', due_on: null })

export const noItem: VisitItem = {
  answer: null, na_reason: '', override: null, override_reason: '', deduction_reason: '', photos: [],
}

/** Answers to a checklist, or to some of its sections. */
export type Sheet = Pick<SupervisionVisitAnswers, 'institution' | 'items'>

/** The words of what stands in both lists, for a visit and for its parts. */
export const visitMembers = { items: 'kinds.supervision_visit.item', findings: 'kinds.supervision_visit.finding' } as const
