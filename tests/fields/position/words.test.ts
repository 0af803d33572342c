// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const words = (language: string): object =>
  JSON.parse(readFileSync(new URL(`../../../src/fields/position/${language}.json`, import.meta.url), 'utf8'))

const keys = (tree: object, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key} ${(value.match(/\{\w+\}/g) ?? []).join()}`] : keys(value, `${prefix}${key}.`))

it('the position field says the same in both languages', () => {
  expect(keys(words('en'))).toEqual(keys(words('zh-CN')))
})
