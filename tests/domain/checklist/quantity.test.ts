// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { decimalText, hundredths, roundedQuotient } from '../../../src/domain/checklist/quantity.ts'

describe('a quantity', () => {
  it('is read in whole hundredths, whatever binary fractions do', () => {
    expect([0.1, 0.29, 1.15, 19.6, 4.35, 1_000_000].map(hundredths)).toEqual([10, 29, 115, 1960, 435, 100_000_000])
    expect([1.005, 0.1 + 0.2, -1, 1_000_000.01, Number.NaN, Infinity, '3', null].map(hundredths)).toEqual(Array(8).fill(null))
  })

  it('is written without what says nothing', () => {
    expect([0, 5, 20, 100, 125, 10_000].map(decimalText)).toEqual(['0', '0.05', '0.2', '1', '1.25', '100'])
  })

  it('is divided to the nearest, a half up', () => {
    expect([[1, 3], [1, 2], [3, 2], [5, 3], [0, 7]].map(([part, whole]) => roundedQuotient(part as number, whole as number)))
      .toEqual([0, 1, 2, 2, 0])
  })
})
