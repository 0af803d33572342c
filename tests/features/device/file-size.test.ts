import { expect, it } from 'vitest'
import { fileSize } from '../../../src/features/device/file-size.ts'

it.each([
  [0, '1 KB'], [900, '1 KB'], [34_600, '34 KB'], [1_048_576, '1 MB'], [1_300_000, '1.2 MB'], [23_600_000, '23 MB'], [12_884_901_888, '12 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words)
})
