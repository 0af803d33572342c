// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deliveryOf, photoDeliveries } from '../../src/domain/delivery.ts'

const photos = fc.array(fc.constantFrom(...photoDeliveries), { maxLength: 20 })

it('[D1] is what the outbox says while something is to be sent, whatever the pictures', () => {
  fc.assert(fc.property(fc.constantFrom('queued' as const, 'sending' as const, 'refused' as const), photos, (state, states) => {
    expect(deliveryOf({ state }, states)).toBe(state)
  }))
})

it('[D2] is verified only when every picture of the manifest is', () => {
  fc.assert(fc.property(photos, (states) => {
    expect(deliveryOf(null, states)).toBe(states.some((state) => state !== 'verified') ? 'acknowledged' : 'verified')
  }))
})
