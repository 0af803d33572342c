import { computed, type ComputedRef } from 'vue'

/** Whether two plain values say the same; members of both stand in the same order, as those made by the same code do. */
export const saysSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/**
 * A plain value made anew at every change, which stays the same object while it says the same: what is drawn from it rests.
 * Records are small; comparing one costs far less than drawing.
 */
export const useSteady = <T>(make: () => T): ComputedRef<T> =>
  computed<T>((before) => {
    const now = make()
    return before !== undefined && saysSame(before, now) ? before : now
  })
