// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { failed, success, type Result } from '../../../src/domain/failure.ts'
import { listenFirst } from '../../../src/features/dashboard/listen-first.ts'

/** A line that answers when it is told to, beside a polling of which one sees whether it runs. */
function makeLine() {
  let answer = (_: Result<() => void>) => {}
  const line = { hear: () => {}, lost: () => {}, left: vi.fn(), polling: 0, changed: vi.fn(), due: [] as (() => void)[] }
  const source = listenFirst((_, hear, lost) => {
    Object.assign(line, { hear, lost })
    return new Promise((resolve) => (answer = resolve))
  }, { watch: () => {
    line.polling += 1
    return () => (line.polling -= 1)
  } }, (work) => {
    line.due.push(work)
    return () => (line.due = line.due.filter((each) => each !== work))
  })
  const settle = async (result: Result<() => void>) => {
    answer(result)
    await Promise.resolve()
    await Promise.resolve()
  }
  const pass = () => line.due.splice(0).forEach((work) => work())
  return { line, pass, letIn: () => settle(success(line.left)), refuse: () => settle(failed('notFound')), start: () => source.watch(1, line.changed) }
}

describe('hearing of changes', () => {
  it('polls until it is let in, and asks once more then', async () => {
    const { line, start, letIn, pass } = makeLine()
    start()
    expect(line.polling).toBe(1)

    await letIn()
    pass()

    expect([line.polling, line.changed.mock.calls.length]).toEqual([0, 1])
  })

  it('polls on where nothing can tell', async () => {
    const { line, start, refuse, pass } = makeLine()
    start()
    await refuse()
    pass()

    expect([line.polling, line.changed.mock.calls.length]).toEqual([1, 0])
  })

  it('takes several messages at a time for one', async () => {
    const { line, start, letIn, pass } = makeLine()
    start()
    await letIn()
    pass()
    for (let n = 0; n < 30; n += 1) line.hear()
    pass()

    expect(line.changed).toHaveBeenCalledTimes(2)
  })

  it('polls again once the line broke', async () => {
    const { line, start, letIn } = makeLine()
    start()
    await letIn()
    line.lost()

    expect([line.polling, line.left.mock.calls.length]).toEqual([1, 1])
  })

  it('leaves the line with its page, also when it is let in too late', async () => {
    const one = makeLine()
    const stop = one.start()
    await one.letIn()
    stop()
    one.pass()
    expect([one.line.left.mock.calls.length, one.line.polling, one.line.changed.mock.calls.length]).toEqual([1, 0, 0])

    const late = makeLine()
    late.start()()
    await late.letIn()
    expect([late.line.left.mock.calls.length, late.line.polling]).toEqual([1, 0])
  })
})
