import type { PersonId } from '../../src/domain/id.ts'
import type { FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'
import { isClinicWeek } from './calendar.ts'
import type { Filings } from './filings.ts'
import type { Outing } from './outings.ts'
import type { Random } from './random.ts'
import type { Words } from './words.ts'

// Codes of the catalogue: 耳穴压豆 悬灸 留罐 成人推拿 刮痧 毫针 穴位敷贴 八段锦
const tcmTechniques = [
  'tcm-11-01', 'tcm-05-01', 'tcm-04-01', 'tcm-02-01', 'tcm-03-01', 'tcm-01-01', 'tcm-06-01', 'tcm-10-01',
]
// 蒙医温针 震脑术 蒙灸 留罐 悬灸 成人推拿
const mongolianTechniques = [
  'mongolian-01-01', 'mongolian-08-02', 'mongolian-05-01', 'tcm-04-01', 'tcm-05-01', 'tcm-02-01',
]
const specialties = [
  'spleen_stomach', 'pulmonary', 'acupuncture', 'rehabilitation', 'orthopaedics', 'geriatrics', 'internal',
  'gynaecology', 'paediatrics', 'preventive', 'nephrology',
]

/** Some 50 to 600 consultations, with parts that fit: 4 to 30 staff, at most 28 consultations each. */
export function answersOf(
  outing: Outing, words: Words, filings: Filings, leader: PersonId, participants: number, random: Random,
): FreeClinicAnswers {
  const isLarge = isClinicWeek(outing.day)
  const staff = Math.max(participants, isLarge ? random.int(12, 30) : random.int(4, outing.visiting ? 12 : 14))
  const visits = Math.min(600, Math.max(60, Math.round(staff * (10 + random.next() * 18))))
  const share = (least: number, most: number) => Math.round(visits * (least + random.next() * (most - least)))
  const hasLecture = random.chance(0.3)
  const boxes = random.chance(0.25) ? random.int(4, 40) * 10 : null
  const exams = random.chance(0.85) ? share(0.25, 0.7) : null
  const techniques = random.chance(0.75) ? share(0.15, 0.5) : null
  const isMongolian = outing.venue.tradition === 'mongolian'
  return {
    purpose: words.purpose,
    specialties: random.shuffle(specialties).slice(0, random.int(2, 4)),
    venue_type: words.venue,
    ...filings,
    charge_free_confirmed: true,
    no_sales_confirmed: true,
    licensed_staff_verified: true,
    leader_on_site: leader,
    staff_count: staff,
    staff_tcm_count: Math.round(staff * (0.5 + random.next() * 0.4)),
    patients_visits: visits,
    exam_visits: exams,
    tcm_technique_visits: techniques,
    referrals: random.chance(0.5) ? random.int(1, Math.max(2, Math.round(visits * 0.04))) : null,
    age_60_plus: random.chance(0.8) ? share(0.35, 0.65) : null,
    leaflets: Math.round((visits * (0.8 + random.next() * 0.9)) / 10) * 10,
    lecture_sessions: hasLecture ? random.int(1, 2) : null,
    lecture_audience: hasLecture ? random.int(30, 120) : null,
    medicine_boxes: boxes,
    medicine_value: boxes === null ? null : Math.round(boxes * (800 + random.next() * 1200)) / 100,
    fee_waived: exams === null || random.chance(0.4) ? null : exams * random.int(8, 15),
    techniques_shown: techniques === null
      ? []
      : random.shuffle(isMongolian ? mongolianTechniques : tcmTechniques).slice(0, random.int(2, 4)),
    safety_incident: false,
    safety_incident_text: '',
  }
}
