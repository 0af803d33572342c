import { effectScope, ref } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeRouter } from '@/app/router'
import { openLayers, useLayer } from '@/ui/layers'

describe('the router', () => {
  const scope = effectScope()
  afterEach(() => {
    scope.stop()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('takes a tap for a tap, though a back before it led nowhere', async () => {
    const router = makeRouter(() => true, () => true)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
    await new Promise((resolve) => setTimeout(resolve, 5))
    const open = ref(true)
    scope.run(() => useLayer(open, () => (open.value = false)))

    const failure = await router.push('/sign-in')

    expect(failure).toBeUndefined()
    expect(router.currentRoute.value.path).toBe('/sign-in')
    expect(openLayers.value).toHaveLength(1)
  })

  it('goes to the top of a page come to from further down, and asks nothing of one that stands there', async () => {
    const router = makeRouter(() => true, () => true)
    await router.push('/sign-in')
    const scrolled = vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined)
    const visit = async (path: string, from: number) => {
      vi.stubGlobal('scrollY', from)
      await router.push(path)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return scrolled.mock.calls.length
    }

    expect(await visit('/sign-up', 0)).toBe(0)
    expect(await visit('/sign-in', 300)).toBe(1)
    expect(scrolled).toHaveBeenCalledWith(expect.objectContaining({ top: 0 }))
  })
})
