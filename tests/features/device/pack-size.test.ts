import { describe, expect, it } from 'vitest'
import type { ReferencePack } from '../../../src/domain/ports.ts'
import { packSize } from '../../../src/features/device/pack-size.ts'

describe('the size of a pack', () => {
  it('counts every list that it holds, and the bytes of their text', () => {
    const lists = { rules: [{ key: 'a' }, { key: 'b' }], calendar: [{ name: '春节' }] }

    expect(packSize({ version: '7', ...lists } as unknown as ReferencePack)).toEqual({
      rows: 3, bytes: Buffer.byteLength(JSON.stringify(lists), 'utf8'),
    })
  })

  it('of nothing is no entry', () => {
    expect(packSize({ version: '7' }).rows).toBe(0)
  })
})
