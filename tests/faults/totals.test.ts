import { expect, it } from 'vitest'
import { addUp, type Run } from './totals.ts'

const run = (part: Partial<Run>): Run =>
  ({ commit: 'abc', code: 'c0de', engine: 'model', seed: 1, from: 0, to: 10, commands: 500, lost: 0, duplicated: 0, altered: 0, stuck: 0, ...part })

it('counts a schedule that two runs played once, and another seed of the same number apart', () => {
  const totals = addUp([run({}), run({ from: 20, to: 25 }), run({ from: 5, to: 22, lost: 1 }), run({ seed: 2, to: 3 })])

  expect(totals).toEqual([{ engine: 'model', code: 'c0de', schedules: 28, commands: 2000, lost: 1, duplicated: 0, altered: 0, stuck: 0 }])
})

it('adds nothing up that was played on other code or another engine', () => {
  expect(addUp([run({}), run({ code: '0ld' }), run({ engine: 'postgres' })]).map(({ code, engine, schedules }) => [engine, code, schedules]))
    .toEqual([['model', 'c0de', 10], ['model', '0ld', 10], ['postgres', 'c0de', 10]])
})

it('takes schedules of the built app by their commit', () => {
  const { code: _, commands: __, altered: ___, ...built } = run({ engine: 'chromium', stuck: 1 })

  expect(addUp([built])).toEqual([{ engine: 'chromium', code: 'abc', schedules: 10, commands: 0, lost: 0, duplicated: 0, altered: 0, stuck: 1 }])
})
