import { expect, it } from 'vitest'
import type { PlanId } from '../../src/domain/id.ts'
import { draftOf, nextFirst, standsAs, withMade, type PlanDraft } from '../../src/domain/plan.ts'
import { authorId, colleagueId } from '../make/payload.ts'
import { makePlan, planId } from '../make/plan.ts'

it('remembers the newest 500 plans typed, each once', () => {
  const ids = Array.from({ length: 501 }, (_, n) => `${n}` as PlanId)

  expect(ids.reduce(withMade, [] as readonly PlanId[])).toEqual(ids.slice(1))
  expect(withMade(['a', 'b'] as PlanId[], 'a' as PlanId)).toEqual(['b', 'a'])
})

it.each([
  ['the same', {}, true],
  ['the same team in another order', { team: [colleagueId, authorId] }, true],
  ['blanks that the server takes off', { note: ' 带艾条 ' }, true],
  ['that it is cancelled', { cancelled: true }, false],
  ['another day', { planned_on: '2026-05-09' }, false],
  ['another note', { note: '带针' }, false],
] as [string, Partial<PlanDraft>, boolean][])('a plan stands as a draft that says %s: %#', (_, more, stands) => {
  const held = makePlan({ team: [authorId, colleagueId], note: '带艾条' })

  expect(standsAs(held, { ...draftOf(held), ...more })).toBe(stands)
})

it('puts today and what comes before what was left undone, the nearest day first on both sides', () => {
  const days = ['2026-01-05', '2026-05-07', '2026-05-08', '2026-05-09', '2026-06-30']
  const plans = days.map((planned_on, n) => makePlan({ id: planId(n), planned_on }))

  expect(nextFirst(plans, '2026-05-08').map(({ planned_on }) => planned_on)).toEqual(['2026-05-08', '2026-05-09', '2026-06-30', '2026-05-07', '2026-01-05'])
})
