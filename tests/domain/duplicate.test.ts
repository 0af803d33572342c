// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { duplicateProblems, likelyDuplicates } from '../../src/domain/duplicate.ts'
import { listed } from '../../src/domain/listed-record.ts'
import { documentId, makeHeader, makePayload, type ClinicPayload } from '../make/payload.ts'

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
})
