import { expect, it, onTestFinished } from 'vitest'
import { h } from 'vue'
import FoldSection from '@/ui/FoldSection.vue'
import { mount } from './mount'

it('mounts its fields on the first opening and keeps them', async () => {
  const mounted = mount(FoldSection, { title: '人员' }, { default: () => h('input') })
  onTestFinished(mounted.unmount)
  const head = mounted.find('button')
  expect([head.getAttribute('aria-expanded'), mounted.all('input')]).toEqual(['false', []])

  head.click()
  await Promise.resolve()
  expect([head.getAttribute('aria-expanded'), mounted.all('input').length]).toEqual(['true', 1])
  head.click()
  await Promise.resolve()

  expect([head.getAttribute('aria-expanded'), mounted.all('input').length]).toEqual(['false', 1])
})
