import { shallowRef } from 'vue'
import { expect, it } from 'vitest'
import { useKindForm } from '../../../src/features/capture/use-kind-form.ts'
import type { ActivityKindSlug } from '../../../src/domain/activity.ts'
import { kindViews } from '../../../src/kinds/views.ts'

it('gives the form itself where the list knew the kind in time, and one that is fetched where it did not', async () => {
  const payload = shallowRef<{ readonly kind: ActivityKindSlug } | null>(null)
  const [known, unknown] = [useKindForm('free_clinic', () => payload.value?.kind), useKindForm(undefined, () => payload.value?.kind)]
  expect(known.value).toBeUndefined()
  const { default: form } = await kindViews.free_clinic.Form()

  payload.value = { kind: 'free_clinic' }

  expect(known.value).toBe(form)
  expect(unknown.value).not.toBe(form)
  expect(unknown.value).toMatchObject({ name: 'AsyncComponentWrapper' })
})

it('gives the same form while the kind is the same, whatever else of the record changes', () => {
  const payload = shallowRef<{ readonly kind: ActivityKindSlug }>({ kind: 'circuit_tour' })
  const form = useKindForm(undefined, () => payload.value.kind)
  const before = form.value

  payload.value = { kind: 'circuit_tour' }

  expect(form.value).toBe(before)
})
