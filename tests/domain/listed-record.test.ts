import { expect, it } from 'vitest'
import { statuses } from '../../src/domain/activity.ts'
import { byDay, isCounted, lendsTo } from '../../src/domain/listed-record.ts'

it('orders by day, the newest first and those without one last, and within a day by what was touched last', () => {
  const lines = [{ day: null, touched: 9 }, { day: '2026-05-08', touched: 1 }, { day: '2026-05-08', touched: 2 }, { day: '2026-06-01', touched: 0 }, { day: null, touched: 10 }]

  expect([...lines].sort(byDay)).toEqual([lines[3], lines[2], lines[1], lines[4], lines[0]])
})

it('counts what is handed in and no practice', () => {
  const counted = (practice: boolean) => statuses.filter((status) => isCounted({ status, practice }))

  expect([counted(false), counted(true)]).toEqual([['submitted', 'approved'], []])
})

it('lends nothing void, and no practice to what is real', () => {
  const lends = (to: boolean, practice: boolean) => statuses.filter((status) => lendsTo(to, { status, practice }))

  expect(lends(false, true)).toEqual([])
  for (const [to, practice] of [[false, false], [true, false], [true, true]] as const)
    expect(lends(to, practice)).toEqual(statuses.filter((status) => status !== 'void'))
})
