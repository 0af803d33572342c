// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossedOut, isCitizenNumber, personalNumberProblems, personalNumbersIn } from '../../src/domain/personal-number.ts'
import { makeAnswers, makeFiling, makeHeader, makePayload, makePhotoEntry, personId, sha256Of } from '../make/payload.ts'
import { citizenNumber, grouped, wide, withGaps, wrongCitizenNumber } from '../make/personal-number.ts'

describe('a citizen\'s number', () => {
  it('is found whatever its area, birthday and order, in groups and full width too', () => {
    fc.assert(fc.property(citizenNumber, withGaps, fc.boolean(), fc.boolean(), (number, spread, isWide, isSmall) => {
      const written = spread(isWide ? wide(number) : isSmall ? number.toLowerCase() : number)

      expect(personalNumbersIn(`患者${written}，复诊`)).toEqual([written])
      expect(isCitizenNumber(number.toLowerCase())).toBe(true)
    }))
  })

  it('is not seen in 18 places whose proof is wrong', () => {
    fc.assert(fc.property(wrongCitizenNumber, (number) => {
      expect(personalNumbersIn(`编号${number}。`)).toEqual([])
    }))
  })

  it.each(['11010519491231002X', '11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', '110105 19491231 002X', '110105-1949-1231-002X',
    '3 11010519491231002X'])('is found in %s', (text) => expect(personalNumbersIn(text)).toHaveLength(1))

  it.each(['110105194912310020', '1101051949123100', '110105194913310025', '9110105194912310021', '11010519491231002X1'])(
    'is not found in %s', (text) => expect(personalNumbersIn(text)).toEqual([]))
})

describe('a mobile number', () => {
  const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([second, rest]) => `1${second}${String(rest).padStart(9, '0')}`)

  it('is found in groups and full width too', () => {
    fc.assert(fc.property(mobile, grouped, fc.boolean(), (number, spread, isWide) => {
      const written = spread(isWide ? wide(number) : number)

      expect(personalNumbersIn(`电话：${written}（本人）`)).toEqual([written])
    }))
  })

  it.each(['13800138000', '138 0013 8000', '138－0013－8000', '138　0013　8000', '+86 138-0013-8000', '8613800138000', '008613800138000',
    'tel13800138000', '共 3 人 5 13800138000'])('is found in %s', (text) => expect(personalNumbersIn(text)).toHaveLength(1))

  it.each(['1380013800', '138001380001', '12800138000', '0851-25621234', '23800138000', '138，0013，8000', '1380013\n8000',
    '1500 1200 300', '1500 1200 3000', '15 0012 00300', '1 3800138000', '1380-013-8000', '13 800 138 000',
    '2026-05-08 13:00-16:30', '2026-05-08T05:10:00.000Z', '卫医发〔2001〕365号', 'YZ-2345-0001', 'tcm-01-01', '28.53120°N 107.88910°E'])(
    'is not found in %s', (text) => expect(personalNumbersIn(text)).toEqual([]))
})

describe('ids and hashes', () => {
  it('are nobody\'s', () => {
    expect(personalNumbersIn('019dfc5e-1380-7138-8001-138001380001')).toEqual([])
    expect(personalNumbersIn(`a13800138000${'0'.repeat(52)}`)).toEqual([])
    fc.assert(fc.property(fc.string(), (word) => {
      expect(personalNumbersIn(`${personId(word)} ${sha256Of(word)}`)).toEqual([])
    }))
  })
})

describe('the texts of a record', () => {
  const found = (payload: ReturnType<typeof makePayload>) => personalNumberProblems(payload).map(({ field, code, level }) => [field, code, level])

  it('are all read: header, reasons, answers, photos, the reason of an amendment', () => {
    const number = '13800138000'
    expect(found(makePayload({
      header: makeHeader({ summary: number, reasons: { coarse_position: number }, position: { ...makeHeader().position, pin_reason: number } }),
      answers: makeAnswers({ filings: [makeFiling(), makeFiling({ filing_no: number })] }),
      photos: [makePhotoEntry('x', { stamp: [number] })],
      amend_reason: number,
    }))).toEqual(['header.position.pin_reason', 'header.summary', 'header.reasons.coarse_position', 'answers.filings.1.filing_no',
      'photos.0.stamp.0', 'amend_reason'].map((field) => [field, 'personal_number', 'error']))
  })

  it('of a whole and honest record hold none', () => {
    expect(found(makePayload({ photos: [makePhotoEntry()] }))).toEqual([])
  })

  it('are named without giving the number away', () => {
    const [problem] = personalNumberProblems(makePayload({ header: makeHeader({ summary: '联系人13800138000' }) }))

    expect(problem?.params).toEqual({ found: '138…00' })
  })

  it('lose the numbers when they are crossed out, and nothing else', () => {
    const payload = makePayload({ header: makeHeader({ summary: '张某 138-0013-8000、11010519491231002X', place_name: '8 号村' }), device_id: 'a13800138000b' })

    expect(crossedOut(payload)).toEqual({ ...payload, header: { ...payload.header, summary: '张某 ＊、＊' } })
  })
})
