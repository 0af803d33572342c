// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkNumbers, type NumberField } from '../../src/domain/number-field.ts'

const whole = { name: 'staff' as const, unit: 'persons', min: 1, max: 500, decimals: 0, required: true } satisfies NumberField<'staff' | 'fee'>
const money = { name: 'fee' as const, unit: 'yuan', min: 0, max: 1_000_000, decimals: 2, required: false } satisfies NumberField<'staff' | 'fee'>
const codes = (staff: number | null, fee: number | null = null) =>
  checkNumbers<'staff' | 'fee'>([whole, money], { staff, fee }).map(({ field, code }) => `${field}:${code}`)

describe('a number', () => {
  it('is asked for where it is required', () => {
    expect(codes(null)).toEqual(['answers.staff:required'])
  })

  it('is of its form', () => {
    expect(codes(1.5)).toEqual(['answers.staff:whole_number'])
    expect(codes(1, 3.141)).toEqual(['answers.fee:two_decimals'])
    for (const odd of [Number.NaN, Infinity, -Infinity]) expect(codes(odd)).toEqual(['answers.staff:whole_number'])
  })

  it('lies within its range, ends included', () => {
    expect([codes(0), codes(501)]).toEqual(Array(2).fill(['answers.staff:out_of_range']))
    expect([codes(1), codes(500, 1_000_000)]).toEqual([[], []])
  })

  it('of two decimals is taken whatever its binary form', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000_000 }), (fen) => {
      expect(codes(1, fen / 100)).toEqual([])
    }))
  })
})
