// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/domain/failure.ts'
import { failed, success } from '../../../src/domain/failure.ts'
import { pollChanges, pollDelay } from '../../../src/features/dashboard/use-live.ts'

/** A page whose clock stands still until it is moved. */
function makePage() {
  let time = 0
  let awake = true
  let timers: { at: number; work: () => void }[] = []
  let wake = () => {}
  const asked: number[] = []
  const said: Result<{ version: string }>[] = []
  let changes = 0
  const settle = async () => { for (let n = 0; n < 5; n += 1) await Promise.resolve() }
  const source = pollChanges({
    ask: async () => {
      asked.push(time)
      return said.length > 1 ? said.shift() as Result<{ version: string }> : said[0] ?? success({ version: '1' })
    },
    awake: () => awake,
    onWake: (call) => {
      wake = call
      return () => (wake = () => {})
    },
    now: () => time,
    random: () => 0.5,
    later: (work, milliseconds) => {
      const timer = { at: time + milliseconds, work }
      timers.push(timer)
      return () => (timers = timers.filter((each) => each !== timer))
    },
  })
  return {
    source,
    asked,
    say: (...answers: Result<{ version: string }>[]) => said.splice(0, said.length, ...answers),
    start: async () => {
      const stop = source.watch(1, () => (changes += 1))
      await settle()
      return stop
    },
    async pass(seconds: number) {
      const end = time + seconds * 1000
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        timers = timers.filter((each) => each !== next)
        time = next.at
        next.work()
        await settle()
      }
      time = end
    },
    async sleep(sleeping: boolean) {
      awake = !sleeping
      wake()
      await settle()
    },
    changes: () => changes,
    timers: () => timers.length,
  }
}

describe('watching for changes', () => {
  it('asks every 20 seconds and tells when the version is another', async () => {
    const page = makePage()
    page.say(success({ version: '1' }), success({ version: '1' }), success({ version: '2' }), success({ version: '2' }))
    await page.start()
    expect([page.asked, page.changes()]).toEqual([[0], 0])

    await page.pass(45)
    expect([page.asked, page.changes()]).toEqual([[0, 20_000, 40_000], 1])
    await page.pass(20)

    expect(page.changes()).toBe(1)
  })

  it('asks more and more seldom while no answer comes, and tells once there is one', async () => {
    const page = makePage()
    page.say(success({ version: '1' }), failed('offline'), failed('busy', { retryAfter: 30 }), success({ version: '1' }))
    await page.start()
    await page.pass(600)

    expect(page.asked.slice(0, 4)).toEqual([0, 20_000, 60_000, 170_000])
    expect(page.changes()).toBe(1)
  })

  it('never asks while nobody looks, and asks at once on the return where the time has come', async () => {
    const page = makePage()
    await page.start()
    await page.sleep(true)
    await page.pass(300)
    expect(page.asked).toEqual([0])

    await page.sleep(false)
    expect(page.asked).toEqual([0, 300_000])
    await page.sleep(true)
    await page.sleep(false)

    expect(page.asked).toEqual([0, 300_000])
    await page.pass(21)
    expect(page.asked).toHaveLength(3)
  })

  it('takes for changed what it did not see from its beginning', async () => {
    const page = makePage()
    await page.sleep(true)
    await page.start()
    expect(page.asked).toEqual([])

    await page.sleep(false)

    expect(page.changes()).toBe(1)
  })

  it('stops for good', async () => {
    const page = makePage()
    const stop = await page.start()
    stop()
    await page.pass(100)
    await page.sleep(false)

    expect([page.asked, page.timers()]).toEqual([[0], 0])
  })

  it('spreads the questions of many screens', () => {
    expect([pollDelay(0, 0), pollDelay(0, 0.999)]).toEqual([15_000, 24_990])
    expect(pollDelay(20, 0.5)).toBe(300_000)
  })
})
