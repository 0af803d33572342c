// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { success } from '../../src/domain/failure.ts'
import { fetched } from '../../src/remote/fetched.ts'

interface Port {
  add(a: number, b: number): Promise<unknown>
}

describe('a port whose code is fetched', () => {
  it('is asked for at a call and not before, and gives what its function gives', async () => {
    const load = vi.fn(async (): Promise<Port> => ({ add: async (a, b) => success(a + b) }))
    const port = fetched(load)
    expect(load).not.toHaveBeenCalled()

    expect(await port.add(1, 2)).toEqual(success(3))
    // What has a `then` would be taken for a promise.
    expect(await Promise.resolve(port)).toBe(port)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('fails as offline where the code cannot be fetched, and is asked for again', async () => {
    let here = false
    const port = fetched(async (): Promise<Port> => {
      if (!here) throw new TypeError('Failed to fetch dynamically imported module')
      return { add: async () => success(4) }
    })

    expect(await port.add(2, 2)).toMatchObject({ ok: false, failure: { code: 'offline' } })
    here = true
    expect(await port.add(2, 2)).toEqual(success(4))
  })

  it('lets a bug through', async () => {
    await expect(fetched(async (): Promise<Port> => { throw new RangeError('a bug') }).add(1, 1)).rejects.toThrow('a bug')
  })
})
