import { addDays } from '../../src/domain/day.ts'
import type { Filing, FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'
import { demoHospitals, type Outing } from './outings.ts'
import type { Random } from './random.ts'

export type Filings = Pick<FreeClinicAnswers, 'filings' | 'filing_exempt_reason'>

/** Days before the event from which a filing counts as short notice: the rule that an installation begins with. */
const leadDays = 15
const exemptShare = 0.06
const pendingShare = 0.06
const shortNoticeShare = 0.1

/**
 * Filings as the form asks for them: with the host's authority, and with the home authority too when the team comes
 * from another county. `reasons` answers the warning about a filing made late.
 */
export function filingsOf(outing: Outing, random: Random): Filings & { reasons: Record<string, string> } {
  const { hospital, venue, visiting } = outing
  if (!visiting && random.chance(exemptShare))
    return { filings: [], filing_exempt_reason: '医联体日常下沉门诊，卫健部门答复无需单独备案', reasons: {} }
  const host = demoHospitals.find(({ county }) => county === venue.county)?.authority ?? hospital.authority
  const isShort = random.chance(shortNoticeShare)
  const filing = (side: Filing['side'], authority: number): Filing => {
    const isPending = random.chance(pendingShare)
    const early = isShort ? random.int(3, leadDays - 1) : random.int(leadDays, 30)
    return {
      side,
      authority_org_id: authority,
      state: isPending ? 'pending' : 'filed',
      filed_on: isPending ? null : addDays(outing.day, -early),
      filing_no: isPending ? '' : `演示备〔${outing.day.slice(0, 4)}〕${random.int(1, 199)}号`,
      doc: '',
    }
  }
  const filings = visiting ? [filing('home', hospital.authority), filing('host', host)] : [filing('host', host)]
  const isLate = isShort && filings.some(({ state }) => state === 'filed')
  return {
    filings,
    filing_exempt_reason: '',
    reasons: isLate ? { filing_short_notice: '临时增加的场次，已提前电话报告备案机关' } : {},
  }
}
