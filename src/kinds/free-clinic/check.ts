import type { CheckContext } from '@/domain/check-header'
import { addDays, chinaDay } from '@/domain/day'
import type { Header } from '@/domain/header'
import type { Sha256 } from '@/domain/id'
import { checkNumbers } from '@/domain/number-field'
import { errorAt, warningAt, type Problem } from '@/domain/problem'
import { numberFields, type FreeClinicAnswers, type NumberName } from './answers'

const partsOfVisits: readonly NumberName[] = ['exam_visits', 'tcm_technique_visits', 'referrals', 'age_60_plus']
/** More consultations a head than this in one clinic is asked about. */
const visitsPerStaff = 60

function checkSums(answers: FreeClinicAnswers): Problem[] {
  const { staff_count, staff_tcm_count, patients_visits } = answers
  const problems: Problem[] = []
  if (staff_count !== null && staff_tcm_count !== null && staff_tcm_count > staff_count)
    problems.push(errorAt('answers.staff_tcm_count', 'more_than_staff', { max: staff_count }))
  if (patients_visits !== null) {
    for (const name of partsOfVisits) {
      const part = answers[name]
      if (part !== null && part > patients_visits)
        problems.push(errorAt(`answers.${name}`, 'more_than_visits', { max: patients_visits }))
    }
    if (staff_count !== null && patients_visits > visitsPerStaff * staff_count)
      problems.push(warningAt('answers.patients_visits', 'visits_per_staff', { max: visitsPerStaff * staff_count }))
  }
  return problems
}

function checkFilings(answers: FreeClinicAnswers, header: Header, context: CheckContext): Problem[] {
  const { filings, filing_exempt_reason } = answers
  const problems: Problem[] = []
  if (filings.length === 0)
    return filing_exempt_reason.trim() ? [] : [errorAt('answers.filings', 'filing_or_reason')]
  filings.forEach((filing, index) => {
    const field = `answers.filings.${index}`
    if (filing.authority_org_id === null) problems.push(errorAt(`${field}.authority_org_id`, 'required'))
    if (filing.state === 'filed' && !filing.filed_on) problems.push(errorAt(`${field}.filed_on`, 'required'))
    if (filing.doc && !context.photosHeld?.has(filing.doc as Sha256)) problems.push(errorAt(`${field}.doc`, 'photo_not_in_record'))
    const lead = context.rule('free_clinic_filing_lead_days')
    if (filing.filed_on && header.started_at && lead !== null &&
        filing.filed_on > addDays(chinaDay(header.started_at), -lead))
      problems.push(warningAt(`${field}.filed_on`, 'filing_short_notice', { days: lead }))
  })
  const crossing = context.hostCountyId !== null && context.homeCountyId !== null &&
    context.hostCountyId !== context.homeCountyId
  const missing = (['home', 'host'] as const).find((side) => !filings.some((filing) => filing.side === side))
  if (crossing && missing && !filing_exempt_reason.trim())
    problems.push(errorAt('answers.filings', 'both_sides_must_file'))
  return problems
}

/** Problems of a free clinic's own answers (domain rules B2). `private.free_clinic_problems` says the same in SQL. */
export function checkFreeClinic(answers: FreeClinicAnswers, header: Header, context: CheckContext): Problem[] {
  const problems: Problem[] = []
  const purpose = [...answers.purpose.trim()].length
  if (purpose === 0) problems.push(errorAt('answers.purpose', 'required'))
  else if (purpose < 2) problems.push(errorAt('answers.purpose', 'too_short', { min: 2 }))
  else if (purpose > 200) problems.push(errorAt('answers.purpose', 'too_long', { max: 200 }))
  if (answers.specialties.length === 0) problems.push(errorAt('answers.specialties', 'required'))
  if (!answers.venue_type) problems.push(errorAt('answers.venue_type', 'required'))
  problems.push(...checkNumbers(numberFields, answers), ...checkSums(answers), ...checkFilings(answers, header, context))
  if (!answers.techniques_shown.every(context.knowsTechnique))
    problems.push(errorAt('answers.techniques_shown', 'unknown_technique'))
  for (const name of ['charge_free_confirmed', 'no_sales_confirmed', 'licensed_staff_verified'] as const)
    if (!answers[name]) problems.push(errorAt(`answers.${name}`, 'must_confirm'))
  if (!answers.leader_on_site) problems.push(errorAt('answers.leader_on_site', 'required'))
  else if (!header.participants.some((each) => each.person_id === answers.leader_on_site))
    problems.push(errorAt('answers.leader_on_site', 'not_a_participant'))
  if (answers.safety_incident && !answers.safety_incident_text.trim())
    problems.push(errorAt('answers.safety_incident_text', 'required'))
  return problems
}
