// @vitest-environment node
import { expect, it } from 'vitest'
import { errorAt, standing, warningAt } from '../../src/domain/problem.ts'

it('lets errors stand and warnings without a reason', () => {
  const problems = [errorAt('a', 'required'), warningAt('b', 'future_start'), warningAt('c', 'too_few_photos', { min: 3 })]

  expect(standing(problems, {}).map(({ code }) => code)).toEqual(['required', 'future_start', 'too_few_photos'])
  expect(standing(problems, { required: '有理由', future_start: '预录', too_few_photos: '  ' }).map(({ code }) => code))
    .toEqual(['required', 'too_few_photos'])
})

it('names parameters only where there are some', () => {
  expect(errorAt('a', 'x')).toEqual({ level: 'error', code: 'x', field: 'a' })
  expect(warningAt('a', 'x', { max: 2 })).toEqual({ level: 'warning', code: 'x', field: 'a', params: { max: 2 } })
})
