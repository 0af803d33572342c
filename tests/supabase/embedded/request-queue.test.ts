import { describe, expect, it } from 'vitest'
import { createQueue } from '../../../supabase/embedded/request-queue.ts'

/** A queue of two places and three seats whose work ends when the test says so. */
function makeQueue() {
  const ends: (() => void)[] = []
  const started: string[] = []
  const queue = createQueue<string, string>((_id, work) => new Promise((resolve) => {
    started.push(work)
    ends.push(() => { resolve(work) })
  }), { underWay: 2, waiting: 3 })
  return { queue, ends, started }
}

describe('the request queue', () => {
  it('runs so many at once and no more', () => {
    const { queue, started } = makeQueue()

    for (const work of ['a', 'b', 'c', 'd']) void queue.add(work)

    expect(started).toEqual(['a', 'b'])
  })

  it('refuses at once when every seat is taken', async () => {
    const { queue } = makeQueue()
    for (const work of ['a', 'b', 'c', 'd', 'e']) void queue.add(work)

    expect(await queue.add('f')).toBeNull()
  })

  it('goes on with the oldest that waits', async () => {
    const { queue, ends, started } = makeQueue()
    const first = queue.add('a')
    for (const work of ['b', 'c', 'd']) void queue.add(work)

    ends[0]?.()
    expect(await first).toBe('a')
    await Promise.resolve()

    expect(started).toEqual(['a', 'b', 'c'])
  })

  it('drops work whose caller has left before it began', async () => {
    const { queue, started, ends } = makeQueue()
    const caller = new AbortController()
    for (const work of ['a', 'b']) void queue.add(work)
    const left = queue.add('left', caller.signal)
    const stays = queue.add('stays')

    caller.abort()
    ends[0]?.()
    expect(await left).toBeNull()
    await new Promise((resolve) => { setImmediate(resolve) })
    ends[2]?.()

    expect(await stays).toBe('stays')
    expect(started).not.toContain('left')
  })

  it('frees the place of work that failed', async () => {
    const queue = createQueue<boolean, string>(
      (_id, fails) => fails ? Promise.reject(new Error('broken')) : Promise.resolve('done'),
      { underWay: 1, waiting: 1 },
    )

    const [failed, next] = await Promise.allSettled([queue.add(true), queue.add(false)])

    expect(failed.status).toBe('rejected')
    expect(next).toEqual({ status: 'fulfilled', value: 'done' })
  })
})
