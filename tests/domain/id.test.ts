// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isDocumentId, isSha256, makeDocumentId } from '../../src/domain/id.ts'

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })

it('makes UUIDv7 whatever the clock says', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), bytes, (time, random) => {
    const id = makeDocumentId(time, random)
    expect(isDocumentId(id)).toBe(true)
    expect(id[14]).toBe('7')
  }))
  expect(makeDocumentId(0x0123_4567_89ab, new Uint8Array(10).fill(0xff))).toBe('01234567-89ab-7fff-bfff-ffffffffffff')
  expect(makeDocumentId(0, new Uint8Array(10))).toBe('00000000-0000-7000-8000-000000000000')
})

it('makes different ids of different chance', () => {
  fc.assert(fc.property(bytes, bytes, (a, b) => {
    // Six bits of the ten bytes give way to version and variant.
    fc.pre([...a].some((byte, n) => n !== 1 && n !== 2 && byte !== b[n]))
    expect(makeDocumentId(1, a)).not.toBe(makeDocumentId(1, b))
  }))
})

it('knows ids and hashes from other text', () => {
  expect(isDocumentId('01234567-89AB-7fff-bfff-ffffffffffff')).toBe(false)
  expect(isDocumentId(' 01234567-89ab-7fff-bfff-ffffffffffff')).toBe(false)
  expect([isSha256('a'.repeat(64)), isSha256('a'.repeat(63)), isSha256('G'.repeat(64))]).toEqual([true, false, false])
})
