import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useGrowing } from '../../src/ui/growing.ts'

const idle = new Map<number, () => void>()
let handle = 0
/** Paints a frame and lets the page be idle once. */
const rest = async () => {
  await vi.advanceTimersByTimeAsync(20)
  const due = [...idle.values()]
  idle.clear()
  for (const work of due) work()
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame', 'setTimeout', 'clearTimeout'] })
  vi.stubGlobal('requestIdleCallback', (work: () => void) => {
    idle.set(handle += 1, work)
    return handle
  })
  vi.stubGlobal('cancelIdleCallback', (each: number) => idle.delete(each))
})
afterEach(() => {
  idle.clear()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('has some more rows stand whenever the page is idle, up to all', async () => {
  const scope = effectScope()
  const { count } = scope.run(() => useGrowing(() => 7, 2, 4)) ?? {}
  const seen = [count?.value]
  for (let n = 0; n < 3; n += 1) {
    await rest()
    seen.push(count?.value)
  }
  scope.stop()

  expect(seen).toEqual([2, 6, 7, 7])
})

it('has a row stand at once that is asked for, and begins anew for others', () => {
  const scope = effectScope()
  const growing = scope.run(() => useGrowing(() => 60, 2, 4))
  growing?.reach(40)
  const reached = growing?.count.value
  growing?.begin()
  scope.stop()

  expect([reached, growing?.count.value]).toEqual([41, 2])
})

it('goes on where rows come later, and ends with its page', async () => {
  const scope = effectScope()
  const length = ref(0)
  const growing = scope.run(() => useGrowing(() => length.value, 2, 4))
  length.value = 5
  await rest()
  const grown = growing?.count.value
  length.value = 60
  await nextTick()
  scope.stop()
  await rest()

  expect([grown, growing?.count.value]).toEqual([5, 6])
})

it('does without idle times where the browser knows none', async () => {
  vi.stubGlobal('requestIdleCallback', undefined)
  const scope = effectScope()
  const { count } = scope.run(() => useGrowing(() => 4, 2, 4)) ?? {}
  await vi.advanceTimersByTimeAsync(100)
  scope.stop()

  expect(count?.value).toBe(4)
})
