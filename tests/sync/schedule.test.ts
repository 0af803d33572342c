import { describe, expect, it, vi } from 'vitest'
import { aloneIn, schedule } from '../../src/sync/schedule.ts'
import type { Sync } from '../../src/sync/sync.ts'

const makeSync = () => ({ now: vi.fn(async () => undefined), soon: vi.fn(), stop: vi.fn() }) satisfies Sync

/** Web Locks, as small as they can be: one holder of a name, the next is told at once. */
function makeLocks(): LockManager {
  const taken = new Set<string>()
  const request = async (name: string, _options: object, work: (lock: object | null) => Promise<unknown>) => {
    if (taken.has(name)) return work(null)
    taken.add(name)
    try {
      return await work({ name })
    } finally {
      taken.delete(name)
    }
  }
  return { request } as unknown as LockManager
}

describe('the schedule', () => {
  it('[R10] asks for a round when the app opens, comes to the front, and gets the line back', () => {
    const sync = makeSync()

    const undo = schedule(sync, window, document)
    expect(sync.soon).toHaveBeenCalledTimes(1)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(sync.soon).toHaveBeenCalledTimes(2)
    window.dispatchEvent(new Event('online'))
    expect(sync.now).toHaveBeenCalledTimes(1)

    undo()
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('online'))
    expect([sync.soon.mock.calls.length, sync.now.mock.calls.length, sync.stop.mock.calls.length]).toEqual([2, 1, 1])
  })
})

describe('one runner', () => {
  it('[R3] runs at a time under one name, and the other is told at once', async () => {
    const alone = aloneIn(makeLocks(), 'xingxun-sync')
    let finish = () => {}
    const long = alone(() => new Promise<void>((resolve) => (finish = resolve)))
    const work = vi.fn(async () => undefined)

    expect(await alone(work)).toBe(false)
    finish()
    expect(await long).toBe(true)
    expect(await alone(work)).toBe(true)

    expect(work).toHaveBeenCalledTimes(1)
  })

  it('[R3] gives the turn back when its work fails', async () => {
    const alone = aloneIn(makeLocks(), 'xingxun-sync')
    await expect(alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no')

    expect(await alone(async () => undefined)).toBe(true)
  })

  it('[R3] runs without Web Locks', async () => {
    expect(await aloneIn(undefined, 'xingxun-sync')(async () => undefined)).toBe(true)
  })
})
