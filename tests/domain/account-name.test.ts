import { describe, expect, it } from 'vitest'
import { isAccountName, plainAccountName, proposeAccountName } from '../../src/domain/account-name'

describe('an account name', () => {
  it.each([['abc', true], ['a.b-c_9', true], ['ab', false], ['Abc', false], ['a b', false], ['岑白术', false], ['a'.repeat(33), false]])(
    '%s: %s', (name, sound) => expect(isAccountName(name)).toBe(sound))

  it('is read as it is typed on a phone', () => expect(plainAccountName(' Ｃbz1 ')).toBe('cbz1'))

  it('is proposed from the initials and digits, or from the one that is replaced', () => {
    expect(proposeAccountName('岑白术', null, new Uint8Array([0, 7]))).toBe('cbs1007')
    expect(proposeAccountName('？', null, new Uint8Array([1]))).toBe('user1001')
    expect(proposeAccountName('岑白术', 'cbz1', new Uint8Array([1]))).toBe('cbz13')
  })

  it('is proposed so that it can be taken, whatever the chance and the name', () => {
    for (let n = 0; n < 500; n += 1) {
      const random = new Uint8Array([n % 256, (n * 7) % 256])
      expect(isAccountName(proposeAccountName('阿'.repeat(40), null, random))).toBe(true)
      expect(isAccountName(proposeAccountName('x', 'a'.repeat(32), random))).toBe(true)
    }
  })
})
