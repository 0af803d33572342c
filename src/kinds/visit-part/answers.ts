import type { SupervisionVisitAnswers, VisitFinding, VisitItem } from '../supervision-visit/answers'

/** The sections of a visit's checklist that one inspector fills. */
export interface VisitPartAnswers {
  /** The visit's type when its code was scanned, null while it had none; absent where the code came from an older app. */
  readonly visit_type?: SupervisionVisitAnswers['visit_type']
  /** The visit's own checklist: its very version. */
  readonly template_code: string
  readonly template_version: number | null
  readonly template_sha256: string
  readonly institution: string
  /** Codes of the sections claimed. Items of a section that is given back are kept until it is handed in, and count nowhere. */
  readonly sections: readonly string[]
  readonly items: Readonly<Record<string, VisitItem>>
  readonly findings: readonly VisitFinding[]
}
