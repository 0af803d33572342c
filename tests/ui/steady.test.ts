import { shallowRef, watchEffect } from 'vue'
import { expect, it } from 'vitest'
import { useSteady } from '../../src/ui/steady.ts'

it('stays the same object while it says the same, and tells nobody', () => {
  const answers = shallowRef({ kind: '专项', items: 1 })
  const facts = useSteady(() => ({ kind: answers.value.kind }))
  const seen: unknown[] = []
  watchEffect(() => void seen.push(facts.value), { flush: 'sync' })

  answers.value = { kind: '专项', items: 2 }
  answers.value = { kind: '综合', items: 2 }

  expect(seen).toEqual([{ kind: '专项' }, { kind: '综合' }])
})
