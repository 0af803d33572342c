// @vitest-environment node
import { expect, it, vi } from 'vitest'
import { fetchedSync } from '../../src/sync/fetched.ts'

const loop = () => ({ now: vi.fn(async () => {}), soon: vi.fn(), stop: vi.fn() })
const settled = () => new Promise((resolve) => setTimeout(resolve))

it('asks for the loop once and hands on what it was told', async () => {
  const inner = loop()
  const fetch = vi.fn(async () => inner)
  const sync = fetchedSync(fetch)

  sync.soon()
  await sync.now()

  expect([fetch.mock.calls.length, inner.soon.mock.calls.length, inner.now.mock.calls.length]).toEqual([1, 1, 1])
})

it('says that the code did not come, fails nobody, and asks again', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const inner = loop()
  const fetch = vi.fn<() => Promise<typeof inner>>().mockRejectedValueOnce(new TypeError('no network')).mockResolvedValue(inner)
  const sync = fetchedSync(fetch)

  await sync.now()
  expect(warn).toHaveBeenCalledOnce()
  await sync.now()

  expect(inner.now).toHaveBeenCalledOnce()
  warn.mockRestore()
})

it('never runs what was stopped while it was coming', async () => {
  const inner = loop()
  const sync = fetchedSync(async () => inner)

  sync.soon()
  sync.stop()
  await settled()

  expect([inner.soon.mock.calls.length, inner.stop.mock.calls.length]).toEqual([0, 1])
})
