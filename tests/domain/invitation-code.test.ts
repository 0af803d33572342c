import { describe, expect, it } from 'vitest'
import { invitationCodeIn, isInvitationCode, makeInvitationCode, plainCode } from '../../src/domain/invitation-code'

const bytes = (fill: number) => new Uint8Array(10).fill(fill)

describe('an invitation code', () => {
  it('has 80 bits in sixteen letters that are read in one way', () => {
    expect(makeInvitationCode(bytes(0))).toBe('0000-0000-0000-0000')
    expect(makeInvitationCode(bytes(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    expect(makeInvitationCode(Uint8Array.from({ length: 10 }, (_, n) => n + 1))).toBe('0410-6105-0R3G-G28A')
    expect(() => makeInvitationCode(new Uint8Array(9))).toThrow(RangeError)
  })

  it('differs in each bit', () => {
    const codes = new Set(Array.from({ length: 80 }, (_, bit) => {
      const random = bytes(0)
      random[bit >> 3] = 1 << (bit & 7)
      return makeInvitationCode(random)
    }))
    expect(codes.size).toBe(80)
  })

  it('is the same however it is typed', () => {
    for (const typed of ['041061050r3gg28a', ' O4lO 6IO5 OR3G G28A ', '０４１０-６１０５-０Ｒ３Ｇ-Ｇ２８Ａ'])
      expect(plainCode(typed)).toBe('041061050R3GG28A')
  })

  it('is known from what cannot be one', () => {
    for (const typed of ['', '0410', '0410-6105-0R3G-G28AA', '0410-6105-0R3G-G28U']) expect(isInvitationCode(typed)).toBe(false)
    expect(isInvitationCode('0410-6105-0r3g-g28a')).toBe(true)
  })

  it('is found in the address that a scan gave', () => {
    expect(invitationCodeIn('https://x.cn/sign-up#0410-6105-0R3G-G28A')).toBe('0410-6105-0R3G-G28A')
    expect(invitationCodeIn('041061050r3gg28a')).toBe('0410-6105-0R3G-G28A')
    expect(invitationCodeIn('https://x.cn/')).toBe('')
  })
})
