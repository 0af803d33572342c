import { describe, expect, it } from 'vitest'
import { fromFix, fromPin, isCoarse, pointOf, withoutFix } from '../../../src/fields/position/position-value.ts'

const fix = { lng: 107.9, lat: 28.5, accuracy_m: 12, at: '2026-03-05T06:00:00Z' }

describe('a position’s value', () => {
  it('takes a fix above 200 metres for one from the network', () => {
    expect(fromFix(fix).fix_source).toBe('gps')
    expect(fromFix({ ...fix, accuracy_m: 200 }).fix_source).toBe('gps')
    expect(fromFix({ ...fix, accuracy_m: 201 }).fix_source).toBe('network')
    expect(isCoarse(fromFix({ ...fix, accuracy_m: 201 }))).toBe(true)
    expect(isCoarse(fromFix(fix))).toBe(false)
  })

  it('claims no radius for a pin and keeps its reason', () => {
    expect(fromPin({ lng: 1, lat: 2 }, '室内')).toEqual({
      lng: 1, lat: 2, accuracy_m: null, fix_source: 'manual_pin', no_fix_reason: '', pin_reason: '室内',
    })
  })

  it('holds the reason in place of a point', () => {
    expect(pointOf(withoutFix('没有信号'))).toBeNull()
    expect(withoutFix('没有信号').no_fix_reason).toBe('没有信号')
    expect(pointOf(null)).toBeNull()
    expect(pointOf(fromFix(fix))).toEqual({ lng: 107.9, lat: 28.5 })
  })
})
