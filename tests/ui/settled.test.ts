import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { useSettled } from '../../src/ui/settled.ts'

describe('a settled value', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] }))
  afterEach(() => vi.useRealTimers())

  function follow(first: string | null) {
    const source = ref(first)
    const scope = effectScope()
    const { settled, settle } = scope.run(() => useSettled(() => source.value))!
    return { source, settled, settle, scope }
  }

  it('follows once the change has been painted, with the newest of several', () => {
    const { source, settled } = follow('甲')
    source.value = '乙'
    source.value = '丙'
    expect(settled.value).toBe('甲')

    vi.advanceTimersByTime(600)
    expect(settled.value).toBe('丙')

    source.value = '丁'
    vi.advanceTimersByTime(600)
    expect(settled.value).toBe('丁')
  })

  it('is there at once where there was nothing before, and when it is told to catch up', () => {
    const { source, settled, settle } = follow(null)
    source.value = '甲'
    expect(settled.value).toBe('甲')

    source.value = '乙'
    settle()
    expect(settled.value).toBe('乙')
  })

  it('follows no more when what it is part of has gone', () => {
    const { source, settled, scope } = follow('甲')
    source.value = '乙'
    scope.stop()
    vi.advanceTimersByTime(600)
    expect(settled.value).toBe('甲')
  })
})
