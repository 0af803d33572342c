import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digits } from '../../src/ui/digits.ts'

it('writes every number as both languages do', () => {
  const formats = ['zh-CN', 'en'].map((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }))
  const hundredths = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }).map((each) => each / 100)
  fc.assert(fc.property(fc.oneof(fc.integer(), hundredths), (value) => {
    for (const format of formats) expect(digits(value)).toBe(format.format(value))
  }))
})
