// @vitest-environment node
import { expect, it } from 'vitest'
import Dexie from 'dexie'
import { isStorageFull, overfull } from '../../src/domain/storage.ts'

it('is overfull from 80 % on, by so many bytes, and never where nothing is known', () => {
  expect(overfull({ usage: 800, quota: 1_000 })).toBe(0)
  expect(overfull({ usage: 801, quota: 1_000 })).toBe(1)
  expect(overfull({ usage: 10, quota: 0 })).toBe(0)
})

it('knows a full disk by the cause, also where the library wraps it', () => {
  const full = new DOMException('no room', 'QuotaExceededError')

  expect([full, new Dexie.QuotaExceededError('no room'), new Dexie.AbortError(full as never)].map(isStorageFull)).toEqual([true, true, true])
  expect([new DOMException('gone', 'AbortError'), new Error('full'), null].map(isStorageFull)).toEqual([false, false, false])
})
