import type { ActivityKindSlug } from '../../../src/domain/activity.ts'
import type { ItemAnswer } from '../../../src/domain/checklist/answer.ts'
import type { Header, Participant } from '../../../src/domain/header.ts'
import type { Filing, FreeClinicAnswers } from '../../../src/kinds/free-clinic/answers.ts'
import type { CircuitTourAnswers } from '../../../src/kinds/circuit-tour/answers.ts'
import type { SupervisionVisitAnswers, TakenPart, VisitFinding, VisitItem } from '../../../src/kinds/supervision-visit/answers.ts'
import type { TourStopAnswers } from '../../../src/kinds/tour-stop/answers.ts'
import type { RosterRow, Trainer, TrainingSessionAnswers } from '../../../src/kinds/training-session/answers.ts'
import type { VisitPartAnswers } from '../../../src/kinds/visit-part/answers.ts'
import { authorId, colleagueId, documentId, makeAnswers, sha256Of } from '../../make/payload.ts'
import { makeStopAnswers, makeTourAnswers } from '../../make/tour.ts'
import { makeTrainingAnswers } from '../../make/training.ts'
import { makeVisitAnswers, metItems, pavilion, pavilionSha256 } from '../../make/visit.ts'

/** Nothing is left out: a new field is a type error here, and its words are asked for. */
type Filled<T> = { readonly [Name in keyof Required<T>]: NonNullable<T[Name]> }

const photo = sha256Of('picture problem')
const row: Filled<RosterRow> = { person_id: authorId, org_id: 121, techniques: ['tcm-01-01'], theory_score: 80, practice_score: 90, passed: true, certificate_no: '甲一' }
const trainer: Filled<Trainer> = { person_id: colleagueId, title_level: 'senior', org_id: 121 }
const filing: Filled<Filing> = { side: 'home', authority_org_id: 9, state: 'filed', filed_on: '2026-04-15', filing_no: '备字一', doc: photo }
const finding: Filled<VisitFinding> = {
  item_code: 'patent_medicines', description: '品种不足', severity: 'minor', photos: [photo], responsible_org: 121, responsible_person: colleagueId,
  measure: '补齐', due_on: '2026-06-07', part: documentId(701), id: documentId(9),
}
const item = (answer: ItemAnswer): Filled<VisitItem> =>
  ({ answer, na_reason: '没有', override: 150, override_reason: '实情', deduction_reason: '缺', photos: [photo] })
const part: Filled<TakenPart> = { id: documentId(701), sha256: sha256Of('part'), sections: [pavilion.sections[0]?.code ?? ''] }
const [yes, count, ratio, sample] = Object.keys(metItems()) as [string, string, string, string]
const sheet = {
  template_code: 'tcm_pavilion', template_version: 1, template_sha256: pavilionSha256, institution: 'village_clinic', findings: [finding],
  items: {
    [yes]: item({ yes: false }), [count]: item({ count: 3 }), [ratio]: item({ part: 1, whole: 2 }), [sample]: item({ passed: 1, sampled: 2 }),
    service: item({ grade: 'good' }), equipment: item({ present: ['needles'] }), gone_from_list: item({ text: '已看' }),
  },
}

export const filledAnswers: Readonly<Record<ActivityKindSlug, object>> = {
  free_clinic: { ...makeAnswers({ filings: [filing], techniques_shown: ['tcm-01-01'], leader_on_site: authorId }) } as Filled<FreeClinicAnswers>,
  circuit_tour: makeTourAnswers({ stops: [{ id: documentId(701), sha256: sha256Of('stop') }] }) as Filled<CircuitTourAnswers>,
  tour_stop: makeStopAnswers() as Filled<TourStopAnswers>,
  training_session: makeTrainingAnswers({ roster: [row], trainers: [trainer], certificate_next: '甲二' }) as Filled<TrainingSessionAnswers>,
  supervision_visit: makeVisitAnswers({ ...sheet, kept: [pavilion.sections[0]?.code ?? ''], parts: [part], refused_sign_reason: '不在场' }) as Filled<SupervisionVisitAnswers>,
  visit_part: { ...sheet, visit_type: 'routine', sections: [pavilion.sections[0]?.code ?? ''] } satisfies Filled<VisitPartAnswers>,
}

const participant: Filled<Participant> = { person_id: authorId, role: 'lead', title_level: 'senior', category: 'tcm' }
/** A header with a reason for each warning that a check finds. */
export const filledHeader = (reasons: readonly string[]): Filled<Header> => ({
  title: '标题', host_area_id: 520326, organisation_id: 121, organizer_org_id: 121, co_org_ids: [121], recipient_org_id: 121, programme_ids: [3],
  started_at: '2026-05-08T01:00:00.000Z', ended_at: '2026-05-08T02:00:00.000Z', late_reason: '补', place_name: '镇上', summary: '小结',
  position: { lng: 107.9, lat: 28.5, accuracy_m: 8, fix_source: 'gps', no_fix_reason: '无', pin_reason: '室内' },
  participants: [participant], reasons: Object.fromEntries(reasons.map((code) => [code, '属实'])),
})

/** The leaves of a value with their paths, as `private.leaves` has them. */
export function* leaves(content: unknown, path: string): Generator<readonly [path: string, leaf: string | number | boolean | null]> {
  if (Array.isArray(content) && Array.isArray(content[0])) yield [path, content.length]
  else if (typeof content === 'object' && content !== null)
    for (const [key, inner] of Object.entries(content)) yield* leaves(inner, `${path}.${key}`)
  else yield [path, content as string]
}
