import { expect, it } from 'vitest'
import { titleWord } from '../../../src/fields/people/title-word.ts'

it.each([['junior', 'fields.people.titles.junior'], ['none', '']])('says of %s “%s” among other words', (level, said) => {
  expect(titleWord((key) => key, level)).toBe(said)
})
