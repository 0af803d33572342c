import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkPicture } from '../../../supabase/jobs/check-picture.ts'
import { jpeg, lossyWebp } from './picture-bytes.ts'

const bytes = lossyWebp(1600, 1200)

const expected = (change: Record<string, unknown> = {}, of = bytes) => ({
  sha256: createHash('sha256').update(of).digest('hex'),
  type: 'image/webp', bytes: of.length, width: 1600, height: 1200, ...change,
})

describe('a stored picture', () => {
  it('that is what its manifest says passes', () => {
    expect(checkPicture(bytes, expected())).toBe('')
  })

  it.each([
    ['another type', 'wrong_type', expected({ type: 'image/jpeg' })],
    ['another width', 'wrong_size', expected({ width: 1200 })],
    ['another height', 'wrong_size', expected({ height: 1600 })],
    ['another length', 'wrong_size', expected({ bytes: bytes.length + 1 })],
    ['another hash', 'wrong_hash', expected({ sha256: 'a'.repeat(64) })],
  ] as const)('of %s is refused as %s', (_, reason, manifest) => {
    expect(checkPicture(bytes, manifest)).toBe(reason)
  })

  it('larger than 1600 pixels is refused even when the manifest says so', () => {
    const large = jpeg(1601, 900)

    expect(checkPicture(large, expected({ type: 'image/jpeg', width: 1601, height: 900 }, large))).toBe('too_large')
  })

  it('with a broken header is refused as unreadable', () => {
    const broken = bytes.slice(0, 24)

    expect(checkPicture(broken, expected({}, broken))).toBe('unreadable')
  })

  it('that is no picture at all is refused by its type', () => {
    expect(checkPicture(new TextEncoder().encode('<html>'), expected())).toBe('wrong_type')
  })
})
