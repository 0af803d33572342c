// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { duplicateProblems, likelyDuplicates } from '../../src/domain/duplicate.ts'
import { listed } from '../../src/domain/listed-record.ts'
import { colleagueId, documentId, makeHeader, makePayload, type ClinicPayload } from '../make/payload.ts'

const other = (overrides: Partial<ClinicPayload> = {}) => listed(makePayload({ id: documentId(2), short_no: 'YZ-2', ...overrides }), 1)
const at = (lat: number | null) => ({ ...makeHeader().position, lat })
const apart = makeHeader({ recipient_org_id: 999, position: at(28.6) })
const isAlike = (record: ReturnType<typeof other>, payload = makePayload()) => likelyDuplicates(payload, [record]).length === 1

describe('a likely duplicate', () => {
  it.each([
    ['of the same recipient, far away', { header: makeHeader({ position: at(28.6) }) }, true],
    ['490 metres away, of another recipient', { header: makeHeader({ recipient_org_id: 999, position: at(28.5312 + 0.0044) }) }, true],
    ['510 metres away, of another recipient', { header: makeHeader({ recipient_org_id: 999, position: at(28.5312 + 0.0046) }) }, false],
    ['of another recipient, without a position', { header: makeHeader({ recipient_org_id: 999, position: { ...at(null), lng: null } }) }, false],
    ['approved', { status: 'approved' }, true], ['a draft', { status: 'draft' }, false], ['void', { status: 'void' }, false],
    ['practice', { practice: true }, false],
    ['on another day in China', { header: makeHeader({ started_at: '2026-05-08T16:00:00.000Z' }) }, false],
    ['late on the same day in China', { header: makeHeader({ started_at: '2026-05-07T16:00:00.000Z' }) }, true],
  ] as [string, Partial<ClinicPayload>, boolean][])('%s: %s', (_, overrides, expected) => expect(isAlike(other(overrides))).toBe(expected))

  it('is never the record itself, nor the one it stands for', () => {
    expect(isAlike(listed(makePayload(), 1))).toBe(false)
    expect(isAlike(other(), makePayload({ replaces: documentId(2) }))).toBe(false)
    expect(isAlike(other(), makePayload({ practice: true }))).toBe(false)
    expect(isAlike(other(), makePayload({ header: { ...apart, recipient_org_id: null } }))).toBe(false)
  })

  it('is asked about with its name, as a warning that a reason answers', () => {
    expect(duplicateProblems(makePayload(), [other()])).toEqual([{
      level: 'warning', code: 'likely_duplicate', field: 'header.title', params: { title: '丰乐镇赶集日中医义诊', number: 'YZ-2' } }])
    expect(duplicateProblems(makePayload(), [])).toEqual([])
  })

  it('is neither what it belongs to nor what belongs to it, but one that belongs to the same', () => {
    const tour = documentId(9)

    expect(isAlike(other({ id: tour }), makePayload({ parent_id: tour }))).toBe(false)
    expect(isAlike(other({ parent_id: documentId() }))).toBe(false)
    expect(isAlike(other({ parent_id: tour }), makePayload({ parent_id: tour }))).toBe(true)
  })

  it('of a colleague is said to be one, with the name where it is known, those of the own organisation first, and apart from an own one', () => {
    const theirs = (n: number, organisation_id: number) => other({
      id: documentId(n), short_no: `YZ-${n}`, author_id: colleagueId, header: makeHeader({ organisation_id }),
    })
    const asked = (records: ReturnType<typeof other>[]) => duplicateProblems(makePayload(), records, (id) => (id === colleagueId ? '王芳' : undefined))
      .map(({ level, code, params }) => [level, code, params?.['number']])

    expect(asked([theirs(3, 9), theirs(4, makeHeader().organisation_id as number)])).toEqual([['warning', 'colleague_duplicate', 'YZ-4 · 王芳']])
    expect(asked([theirs(3, 9), other()])).toEqual([['warning', 'likely_duplicate', 'YZ-2'], ['warning', 'colleague_duplicate', 'YZ-3 · 王芳']])
    expect(duplicateProblems(makePayload(), [theirs(3, 9)])[0]?.params).toEqual({ title: '丰乐镇赶集日中医义诊', number: 'YZ-3' })
  })
})
