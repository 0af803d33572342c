import { describe, expect, it } from 'vitest'
import type { PersonId } from '@/domain/id'
import { formatPersonCode, parsePersonCode } from '@/domain/person-code'

const id = '01932b7a-1111-7abc-8def-0123456789ab' as PersonId

describe('a person’s own code', () => {
  it.each(['侯紫草', '阿依古丽·买买提', '乙:丙', '𠮷野'])('comes back as it went: %s', (name) => {
    expect(formatPersonCode({ id, name })).toBe(`xingxun:person:1:${id}:${name}`)
    expect(parsePersonCode(` ${formatPersonCode({ id, name })}\n`)).toEqual({ id, name })
  })

  it('of a later version is told from other texts', () => {
    expect(parsePersonCode(`xingxun:person:2:${id}:侯紫草`)).toBe('newer')
  })

  it.each([
    ['another text', 'https://example.cn/xingxun:person:1'], ['no version', `xingxun:person::${id}:侯紫草`],
    ['no id', 'xingxun:person:1:me:侯紫草'], ['no name', `xingxun:person:1:${id}:  `],
    ['too long a name', `xingxun:person:1:${id}:${'草'.repeat(41)}`],
    ['a telephone number', `xingxun:person:1:${id}:侯紫草 13800000000`],
    ['an identity number', `xingxun:person:1:${id}:11010519491231002X`],
    ['version nought', `xingxun:person:0:${id}:侯紫草`],
  ])('is none: %s', (_, text) => {
    expect(parsePersonCode(text)).toBeNull()
  })
})
