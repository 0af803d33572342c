// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { brandMark } from '../../src/ui/brand-mark'

it('is one mark: the icon of the app shows the same paths', () => {
  const svg = readFileSync(new URL('../../public/icons/icon.svg', import.meta.url), 'utf8')

  expect([...svg.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path)).toEqual(Object.values(brandMark))
})
