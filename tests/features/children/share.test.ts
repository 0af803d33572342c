import { afterEach, expect, it, vi } from 'vitest'
import { share } from '../../../src/features/children/share.ts'

afterEach(() => vi.unstubAllGlobals())

const url = 'https://example.test/start?kind=x&parent=y'

it('hands the link to another app where the phone can', async () => {
  const hand = vi.fn(async () => undefined)
  vi.stubGlobal('navigator', { share: hand })

  expect(await share('看这里', url)).toBe('shared')
  expect(hand).toHaveBeenCalledWith({ text: '看这里', url })
})

it('says so when the person thought better of it, and fails for anything else', async () => {
  vi.stubGlobal('navigator', { share: async () => { throw new DOMException('', 'AbortError') } })
  expect(await share('', url)).toBe('cancelled')

  vi.stubGlobal('navigator', { share: async () => { throw new DOMException('', 'NotAllowedError') } })
  await expect(share('', url)).rejects.toThrow(DOMException)
})

it('copies words and link where it cannot', async () => {
  const writeText = vi.fn(async () => undefined)
  vi.stubGlobal('navigator', { clipboard: { writeText } })

  expect(await share('看这里', url)).toBe('copied')
  expect(writeText).toHaveBeenCalledWith(`看这里 ${url}`)
})
