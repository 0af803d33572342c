// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { CheckContext } from '../../src/domain/check-header.ts'
import type { Sha256 } from '../../src/domain/id.ts'
import type { FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'
import { numberFields } from '../../src/kinds/free-clinic/answers.ts'
import { freeClinic } from '../../src/kinds/free-clinic/model.ts'
import { makeAnswers, makeFiling, makeHeader, makePhotoEntry, personId } from '../make/payload.ts'

const context: CheckContext = {
  now: new Date('2026-05-08T05:00:00Z'), photoCount: 3, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: null, knowsTechnique: (code) => code !== 'unheard of',
}
const found = (answers: Partial<FreeClinicAnswers>, world: Partial<CheckContext> = {}, header = makeHeader()) =>
  freeClinic.problems(makeAnswers(answers), header, { ...context, ...world })
    .map(({ level, field, code }) => `${level} ${field}:${code}`)

describe('the answers of a free clinic', () => {
  it('that are sound have no problem', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<FreeClinicAnswers>, string]>([
    ['a purpose', { purpose: ' ' }, 'purpose:required'],
    ['a purpose of two characters', { purpose: '诊' }, 'purpose:too_short'],
    ['a purpose of two hundred at most', { purpose: '诊'.repeat(201) }, 'purpose:too_long'],
    ['a specialty', { specialties: [] }, 'specialties:required'],
    ['a venue', { venue_type: null }, 'venue_type:required'],
    ['somebody at work', { staff_count: 0, staff_tcm_count: 0, patients_visits: 0, exam_visits: 0, tcm_technique_visits: 0, referrals: 0, age_60_plus: 0 }, 'staff_count:out_of_range'],
    ['no more TCM staff than staff', { staff_tcm_count: 7 }, 'staff_tcm_count:more_than_staff'],
    ['no more examinations than visits', { exam_visits: 153 }, 'exam_visits:more_than_visits'],
    ['no more techniques than visits', { tcm_technique_visits: 153 }, 'tcm_technique_visits:more_than_visits'],
    ['no more referrals than visits', { referrals: 153 }, 'referrals:more_than_visits'],
    ['no more elderly than visits', { age_60_plus: 153 }, 'age_60_plus:more_than_visits'],
    ['a filing or a reason', { filings: [] }, 'filings:filing_or_reason'],
    ['an authority filed with', { filings: [makeFiling({ authority_org_id: null })] }, 'filings.0.authority_org_id:required'],
    ['the day of a filing', { filings: [makeFiling({ filed_on: null })] }, 'filings.0.filed_on:required'],
    ['a word that it was free', { charge_free_confirmed: false }, 'charge_free_confirmed:must_confirm'],
    ['a word that nothing was sold', { no_sales_confirmed: false }, 'no_sales_confirmed:must_confirm'],
    ['a word on licences', { licensed_staff_verified: false }, 'licensed_staff_verified:must_confirm'],
    ['a leader', { leader_on_site: null }, 'leader_on_site:required'],
    ['a leader who took part', { leader_on_site: personId('absent') }, 'leader_on_site:not_a_participant'],
    ['techniques of the catalogue', { techniques_shown: ['耳穴压豆', 'unheard of'] }, 'techniques_shown:unknown_technique'],
    ['an account of an incident', { safety_incident: true, safety_incident_text: ' ' }, 'safety_incident_text:required'],
  ])('need %s', (_name, answers, problem) => {
    expect(found(answers)).toEqual([`error answers.${problem}`])
  })

  it.each(numberFields.map(({ name, required, min, max, decimals }) => [name, required, min, max, decimals] as const))(
    'have %s within its range', (name, required, min, max, decimals) => {
      const codes = (value: number | null) => found({ [name]: value }).filter((each) => each.startsWith(`error answers.${name}:`))
        .filter((each) => !/more_than/.test(each))

      expect(codes(null)).toEqual(required ? [`error answers.${name}:required`] : [])
      expect(codes(max + 1)).toEqual([`error answers.${name}:out_of_range`])
      expect(codes(min - 1)).toEqual([`error answers.${name}:out_of_range`])
      expect(codes(min + (decimals ? 0.001 : 0.5))).toEqual([`error answers.${name}:${decimals ? 'two_decimals' : 'whole_number'}`])
    })

  it('take a reason in place of a filing', () => {
    expect(found({ filings: [], filing_exempt_reason: '本院门诊义诊' })).toEqual([])
  })

  it('name a document of a filing among the pictures of the record', () => {
    const [here, gone] = ['here', 'gone'].map((word) => makePhotoEntry(word).sha256) as [Sha256, Sha256]
    const shown = (doc: string) => found({ filings: [makeFiling(), makeFiling({ doc })] }, { photosHeld: new Set([here]) })

    expect([shown(''), shown(here)]).toEqual([[], []])
    expect(shown(gone)).toEqual(['error answers.filings.1.doc:photo_not_in_record'])
  })

  it('need filings on both sides when they cross a county, or a reason', () => {
    const crossing = { hostCountyId: 520326, homeCountyId: 330602 }

    expect(found({}, crossing)).toEqual(['error answers.filings:both_sides_must_file'])
    expect(found({ filings: [makeFiling(), makeFiling({ side: 'host' })] }, crossing)).toEqual([])
    expect(found({ filing_exempt_reason: '对口支援' }, crossing)).toEqual([])
    expect(found({}, { hostCountyId: 520326, homeCountyId: null })).toEqual([])
  })

  it('warn of a filing at shorter notice than the rule in force asks', () => {
    const rule = (code: string) => (code === 'free_clinic_filing_lead_days' ? 15 : null)
    const filed = (filed_on: string) => found({ filings: [makeFiling({ filed_on })] }, { rule })

    expect(filed('2026-04-23')).toEqual([])
    expect(filed('2026-04-24')).toEqual(['warning answers.filings.0.filed_on:filing_short_notice'])
    expect(found({ filings: [makeFiling({ filed_on: '2026-05-07' })] })).toEqual([])
  })

  it('warn of more consultations than people can give', () => {
    const few = { exam_visits: null, staff_tcm_count: 0 }

    expect(found({ ...few, staff_count: 2, patients_visits: 120 })).toEqual([])
    expect(found({ ...few, staff_count: 2, patients_visits: 121 })).toEqual(['warning answers.patients_visits:visits_per_staff'])
  })
})

describe('the kind', () => {
  it('keeps habits of the last record, never its numbers, filings or confirmations', () => {
    const next = freeClinic.blank(makeAnswers())
    const blank = freeClinic.blank(null)

    expect(next).toEqual({ ...blank, purpose: makeAnswers().purpose, specialties: makeAnswers().specialties, venue_type: 'township' })
    expect(numberFields.filter(({ name }) => blank[name] !== null)).toEqual([])
    expect([blank.filings, blank.charge_free_confirmed, blank.leader_on_site]).toEqual([[], false, null])
  })

  it('reads older answers with what they lack, and none of a newer app', () => {
    expect(freeClinic.upgrade({ purpose: '旧' }, 1)).toEqual({ ...freeClinic.blank(null), purpose: '旧' })
    expect(freeClinic.upgrade(makeAnswers(), freeClinic.version)).toEqual(makeAnswers())
    expect(() => freeClinic.upgrade(makeAnswers(), freeClinic.version + 1)).toThrow(RangeError)
  })

  it('counts visits, staff and leaflets, nothing where nothing was given', () => {
    expect(freeClinic.measures(makeAnswers(), makeHeader())).toEqual({ sessions: 1, visits: 152, staff: 6, leaflets: 200 })
    expect(freeClinic.measures(freeClinic.blank(null), makeHeader())).toEqual({ sessions: 1, visits: 0, staff: 0, leaflets: 0 })
  })
})
