// @vitest-environment node
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule } from 'zxing-wasm/reader'
import { beforeAll, describe, expect, it } from 'vitest'
import { readCode } from '@/fields/scan/read-code'
import { qrPixels } from '../../make/qr'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')

describe('reading a QR code', () => {
  beforeAll(() => prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer }, fireImmediately: true }))

  it.each(['https://xingxun.example.cn/sign-in-sheet/Zm9v', 'xingxun:person:1:01932b7a-1111-7abc-8def-0123456789ab:侯紫草', '１２３'])(
    'gives the text %s back, letter by letter', async (text) => {
      expect(await readCode(qrPixels(text))).toBe(text)
    })

  it('reads it from any side, and small', async () => {
    for (const quarters of [1, 2, 3]) expect(await readCode(qrPixels('杏巡', { quarters, scale: 3 }))).toBe('杏巡')
  })

  it('finds nothing in an empty picture', async () => {
    const blank = { data: new Uint8ClampedArray(100 * 100 * 4).fill(255), width: 100, height: 100, colorSpace: 'srgb' } as ImageData
    expect(await readCode(blank)).toBeNull()
  })
})
