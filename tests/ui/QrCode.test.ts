import { encode } from 'uqr'
import { expect, it, onTestFinished, vi } from 'vitest'
import QrCode from '@/ui/QrCode.vue'
import { mount } from './mount'

it('QrCode draws every dark module once, with a quiet border, and says what it is', async () => {
  const { find, unmount } = mount(QrCode, { text: '杏巡 1', label: '我的二维码' })
  onTestFinished(unmount)
  await vi.waitFor(() => expect(find('svg').getAttribute('aria-busy')).toBe('false'))

  const code = encode('杏巡 1', { ecc: 'M', border: 4 })
  const drawn = code.data.map((row) => row.map(() => false))
  for (const [, x, y, width] of find('path').getAttribute('d')?.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g) ?? [])
    for (let n = 0; n < Number(width); n += 1) (drawn[Number(y)] as boolean[])[Number(x) + n] = true
  expect(drawn).toEqual(code.data)
  expect(drawn.slice(0, 4).flat()).not.toContain(true)
  expect(find('svg').getAttribute('aria-label')).toBe('我的二维码')
})
