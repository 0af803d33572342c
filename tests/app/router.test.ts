import { effectScope, ref } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import { makeRouter } from '@/app/router'
import { openLayers, useLayer } from '@/ui/layers'

describe('the router', () => {
  const scope = effectScope()
  afterEach(() => scope.stop())

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
})
