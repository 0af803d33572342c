import { nextTick, ref, shallowRef } from 'vue'
import { expect, it, vi } from 'vitest'
import { useHostPack } from '../../../src/features/capture/use-host-pack.ts'

const [wuchuan, zhengan] = [520326, 520324]

it('fetches the county known from last time once the packs have been read, one chosen later, and none that is here', async () => {
  const county = ref<number | null>(wuchuan)
  const [ready, reference] = [ref(false), shallowRef({ counties: new Set<number>() })]
  const fetchCounty = vi.fn(async () => true)
  useHostPack(() => county.value, { reference, ready, fetchCounty } as never)
  expect(fetchCounty).not.toHaveBeenCalled()

  ready.value = true
  await nextTick()
  expect(fetchCounty.mock.calls).toEqual([[wuchuan]])

  reference.value = { counties: new Set([wuchuan]) }
  await nextTick()
  county.value = zhengan
  await nextTick()
  county.value = null
  await nextTick()
  county.value = wuchuan
  await nextTick()
  expect(fetchCounty.mock.calls).toEqual([[wuchuan], [zhengan]])
})
