import { describe, expect, it } from 'vitest'
import { createGate } from '../../../supabase/embedded/gate.ts'

describe('the gate in front of PGlite', () => {
  it('lets one in at a time, in order, also after a failure', async () => {
    const exclusive = createGate()
    const steps: string[] = []
    const work = (name: string, fails = false) => exclusive(async () => {
      steps.push(`${name} in`)
      await new Promise((resolve) => { setImmediate(resolve) })
      steps.push(`${name} out`)
      if (fails) throw new Error(name)
    })

    await Promise.allSettled([work('a'), work('b', true), work('c')])

    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
  })
})
