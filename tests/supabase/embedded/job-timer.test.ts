import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startJobs } from '../../../supabase/embedded/job-timer.ts'
import type { TickContext } from '../../../supabase/embedded/hooks.ts'

let busy = false
/** What the rounds still find to do; each settles one. */
let left = 0
let trouble: unknown = null
const tick = vi.fn(async () => {
  left -= Number(left > 0)
  return { confirmed: 1, refused: 0, more: left > 0, trouble }
})
let stop: () => Promise<void>

beforeEach(() => {
  vi.useFakeTimers()
  tick.mockClear();
  [busy, left, trouble] = [false, 0, null]
  stop = startJobs({ tick }, {} as TickContext, () => busy)
})
afterEach(async () => {
  await stop()
  vi.useRealTimers()
})

it('looks for work every two seconds', async () => {
  await vi.advanceTimersByTimeAsync(6_100)

  expect(tick).toHaveBeenCalledTimes(3)
})

it('goes on at once while a round leaves something over', async () => {
  left = 10
  await vi.advanceTimersByTimeAsync(3_100)

  expect(tick).toHaveBeenCalledTimes(10)
  expect(left).toBe(0)
})

it('lets requests go first, and is not put off for ever', async () => {
  [busy, left] = [true, 3]
  await vi.advanceTimersByTimeAsync(11_900)
  expect(tick).not.toHaveBeenCalled()

  await vi.advanceTimersByTimeAsync(200 + 2 * 600)

  expect(tick).toHaveBeenCalledTimes(3)
})

it('goes on past a photo that cannot be read, and says so', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  [left, trouble] = [3, new Error('the disk is gone')]
  await vi.advanceTimersByTimeAsync(2_300)

  expect(tick).toHaveBeenCalledTimes(3)
  expect(said).toHaveBeenCalledTimes(3)
  vi.restoreAllMocks()
})

it('rests after a round that failed, whatever the one before left over', async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  tick.mockResolvedValueOnce({ confirmed: 1, refused: 0, more: true, trouble: null }).mockRejectedValueOnce(new Error('the disk is gone'))
  await vi.advanceTimersByTimeAsync(4_000)
  expect(tick).toHaveBeenCalledTimes(2)

  await vi.advanceTimersByTimeAsync(200)

  expect(tick).toHaveBeenCalledTimes(3)
  vi.restoreAllMocks()
})
