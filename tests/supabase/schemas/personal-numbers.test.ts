import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isCitizenNumber, personalNumberProblems, personalNumbersIn } from '../../../src/domain/personal-number.ts'
import { documentId, makeAnswers, makeFiling, makeHeader, makeParcel, makePayload, makePhotoEntry, makeSeal, personId, sha256Of,
  type ClinicPayload } from '../../make/payload.ts'
import { citizenNumber, grouped, wide, withGaps, wrongCitizenNumber } from '../../make/personal-number.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { openWithCast, userOf } from './cast.ts'
import { onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithCast() })
afterAll(async () => { await database.close() })

const citizen = '11010519491231002X'

describe('a push is refused for a number of a person', () => {
  it.each([
    ['header.summary', { header: makeHeader({ summary: `患者${citizen}` }) }],
    ['header.title', { header: makeHeader({ title: '电话 138 0013 8000' }) }],
    ['header.reasons.coarse_position', { header: makeHeader({ reasons: { coarse_position: '１３８００１３８０００' } }) }],
    ['header.position.pin_reason', { header: makeHeader({ position: { ...makeHeader().position, pin_reason: '+86-13800138000' } }) }],
    ['answers.purpose', { answers: makeAnswers({ purpose: '110105-19491231-002x' }) }],
    ['answers.filings.1.filing_no', { answers: makeAnswers({ filings: [makeFiling(), makeFiling({ filing_no: '13800138000' })] }) }],
    ['photos.0.stamp.1', { photos: [makePhotoEntry('x', { stamp: ['', '13800138000'] })] }],
    ['amend_reason', { amend_reason: '按13800138000的来电更正' }],
  ] as [string, Partial<ClinicPayload>][])('in %s', (path, overrides) => onStage(database, async (stage) => {
    expect(await stage.words('author', [makeParcel(makePayload(overrides))])).toEqual([`rejected ${path}:personal_number`])
  }))

  it.each([['draft', null], ['void', makeSeal()]] as const)('as a %s too: none is ever stored', (status, sealed) => onStage(database, async (stage) => {
    const parcel = makeParcel(makePayload({ status, sealed, header: makeHeader({ summary: citizen }) }))

    expect(await stage.words('author', [parcel])).toEqual(['rejected header.summary:personal_number'])
    expect(await valueOf(await stage.owner(), 'select count(*)::int from app.document_revisions')).toBe(0)
  }))

  it.each([
    ['escapes', (text: string) => text.replace('13800138000', '\\u0031\\u003380013\\u003000\\u0030')],
    ['a tab between its digits', (text: string) => text.replace('13800138000', '138\\t0013\\t8000')],
  ])('written in JSON with %s', (_, write) => onStage(database, async (stage) => {
    const parcel = makeParcel(makePayload({ header: makeHeader({ summary: '13800138000' }) }))
    const text = write(parcel.text)

    expect(await stage.words('author', [{ ...parcel, text, sha256: sha256Of(text) }])).toEqual(['rejected header.summary:personal_number'])
  }))

  it('and not for ids, hashes, times, codes and long numbers of other kinds', () => onStage(database, async (stage) => {
    const summary = `${personId('x')} ${sha256Of('x')} 2026-05-08T05:10:00.000Z 卫医发〔2001〕365号 138001380001 110105194912310020 1500 1200 300`

    expect(await stage.words('author', [makeParcel(makePayload({ header: makeHeader({ summary }) }))])).toEqual(['applied'])
  }))
})

describe('a text so deep that few parsers survive it', () => {
  const nested = (text: string): unknown => JSON.parse(`${'['.repeat(3_900)}{"a":"${text}"}${']'.repeat(3_900)}`)

  it('is looked through, and the rest of its batch goes through', () => onStage(database, async (stage) => {
    const deep = (n: number, text: string) => makeParcel(makePayload({ id: documentId(70 + n), short_no: `YZ-DEEP-${n}`,
      answers: { ...makeAnswers(), more: nested(text) } as ReturnType<typeof makeAnswers> }))
    const [clean, found] = await stage.words('author', [deep(1, '一切正常'), deep(2, citizen)])

    expect(clean).toBe('applied')
    expect(found).toMatch(/^rejected answers\.more\.0\.0.*a:personal_number$/)
  }))
})

describe('phone and server find the same numbers', () => {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number) => fc.sample(arbitrary, { numRuns: count, seed: 23 })
  const asServer = <T>(sql: string, texts: readonly string[]) => database.as(userOf('author'), (tx) =>
    tx.query<{ found: T }>(`select ${sql} as found from jsonb_array_elements_text(($1::text)::jsonb) with ordinality as e(value, n)
      order by n`, [JSON.stringify(texts)]))

  it('in generated texts, numbers right and wrong, wide and in groups', async () => {
    const piece = fc.oneof(citizenNumber, wrongCitizenNumber, fc.stringMatching(/^1[2-9][0-9]{8,11}$/), fc.stringMatching(/^[0-9]{1,7}$/),
      fc.constantFrom('，', ' ', '-', '　', '\n', 'x', 'X', '86', '0086', '人', '\u200b', '\u2212', '😀', '.', personId('y')))
    const text = fc.tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.oneof(withGaps, grouped), fc.boolean()).map(([pieces, spread, isWide]) => {
      const joined = pieces.map((each) => (each.length < 19 ? spread(each) : each)).join('')
      return isWide ? wide(joined) : joined
    })
    const texts = sample(text, 2500)

    const rows = await asServer<boolean>('private.has_personal_number(value)', texts)

    const onPhone = texts.map((each) => personalNumbersIn(each).length > 0)
    expect(texts.filter((_, at) => onPhone[at] !== rows[at]?.found)).toEqual([])
    expect(onPhone.filter(Boolean).length).toBeGreaterThan(300)
    expect(onPhone.filter((each) => !each).length).toBeGreaterThan(300)
  })

  it('by the same proof', async () => {
    const numbers = [...sample(citizenNumber, 100), ...sample(wrongCitizenNumber, 100)].map((each) => each.toLowerCase())

    const rows = await asServer<boolean>('private.is_citizen_number(value)', numbers)

    expect(rows.map(({ found }) => found)).toEqual(numbers.map(isCitizenNumber))
    expect(rows.filter(({ found }) => found)).toHaveLength(100)
  })

  it('at the same paths', async () => {
    const payload = makePayload({ header: makeHeader({ summary: citizen, place_name: '13800138000', reasons: { a: citizen } }),
      answers: makeAnswers({ filings: [makeFiling({ filing_no: citizen })] }), amend_reason: citizen })

    const [row] = await asServer<string[]>('private.personal_number_problems(value::jsonb)', [JSON.stringify(payload)])

    expect(row?.found).toEqual(personalNumberProblems(payload).map(({ field, code }) => `${field}:${code}`).sort())
  })
})
