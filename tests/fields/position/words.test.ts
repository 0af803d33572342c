import { expect, it } from 'vitest'
import english from '../../../src/fields/position/en.json'
import chinese from '../../../src/fields/position/zh-CN.json'

const keys = (tree: object, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key} ${(value.match(/\{\w+\}/g) ?? []).join()}`] : keys(value, `${prefix}${key}.`))

it('the position field says the same in both languages', () => {
  expect(keys(english)).toEqual(keys(chinese))
})
