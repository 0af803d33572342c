// @vitest-environment node
import { afterEach, expect, it, vi } from 'vitest'
import type { Workplace } from '../../../src/container.ts'
import { lookAhead, readRecord } from '../../../src/features/capture/read-ahead.ts'
import { documentId } from '../../make/payload.ts'

afterEach(() => void vi.useRealTimers())

/** A store that gives each record that it is asked for as the number of the question. */
function store(answer: (n: number) => Promise<unknown> = (n) => Promise.resolve(n)) {
  const read = vi.fn(() => answer(read.mock.calls.length))
  return { read, local: { records: { read } } as unknown as Workplace['local'] }
}

it('what was read ahead is the page\'s, once', async () => {
  const { local, read } = store()

  await lookAhead(local, documentId(1))

  expect(read).toHaveBeenCalledOnce()
  expect(await readRecord(local, documentId(1))).toBe(1)
  expect(await readRecord(local, documentId(1))).toBe(2)
})

it('another record, or another person\'s, is read when it is asked for', async () => {
  const [mine, theirs] = [store(), store()]

  await lookAhead(mine.local, documentId(1))
  expect(await readRecord(mine.local, documentId(2))).toBe(2)

  await lookAhead(mine.local, documentId(1))
  expect(await readRecord(theirs.local, documentId(1))).toBe(1)
  expect(theirs.read).toHaveBeenCalledOnce()
})

it('a store that fails does not keep the page from coming, which meets the failure', async () => {
  const { local } = store(() => Promise.reject(new Error('closed')))

  await lookAhead(local, documentId(1))

  await expect(readRecord(local, documentId(1))).rejects.toThrow('closed')
})

it('a store that does not answer keeps the page waiting for a moment only', async () => {
  vi.useFakeTimers()
  let answer: (view: unknown) => void = () => undefined
  const { local } = store(() => new Promise((resolve) => (answer = resolve)))
  let waits = true
  void lookAhead(local, documentId(1)).then(() => (waits = false))

  await vi.advanceTimersByTimeAsync(199)
  expect(waits).toBe(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(waits).toBe(false)

  const reading = readRecord(local, documentId(1))
  answer('the record')
  expect(await reading).toBe('the record')
})
