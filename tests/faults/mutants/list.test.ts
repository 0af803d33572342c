// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutants } from './list.ts'

it.each(mutants)('the mistake $name stands in one place of $file', ({ file, from, to }) => {
  const text = readFileSync(new URL(`../../../src/${file}`, import.meta.url), 'utf8')

  expect(text.split(from)).toHaveLength(2)
  expect(text.replace(from, () => to)).not.toBe(text)
})
