import { expect, it, vi } from 'vitest'
import { once } from '../../src/kinds/once.ts'

it('asks once for what came, and again for what did not', async () => {
  const load = vi.fn<() => Promise<{ default: string }>>().mockRejectedValueOnce(new TypeError('offline')).mockResolvedValue({ default: '表' })
  const kept = once(load)

  await expect(kept()).rejects.toThrow('offline')
  await kept()

  expect([await kept(), load.mock.calls.length]).toEqual([{ default: '表' }, 2])
})
