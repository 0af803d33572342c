// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../src/', import.meta.url)
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|css)$/.test(name))
const rules = (name: string) => {
  const text = readFileSync(new URL(name, root), 'utf8')
  return name.endsWith('.css') ? text : text.slice(text.indexOf('\n<style'))
}

it('has no rule for any element beside another: one put in would have all its neighbours styled anew, on every page', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((name) => /[+~]\s*(\*|:[a-z])[^;{}]*\{/.test(rules(name)))).toEqual([])
})
