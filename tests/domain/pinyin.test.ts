// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { hasPinyin, initialsOf } from '../../src/domain/pinyin.ts'

describe('pinyin initials', () => {
  it('come from the order of the browser', () => {
    expect(hasPinyin).toBe(true)
  })

  it.each([
    ['务川县中医院', 'wcxzyy'], ['丰乐镇赶集日中医义诊', 'flzgjrzyyz'], ['绍兴市越城区', 'sxsycq'], ['阿鲁科尔沁旗', 'alkeqq'],
    ['濯水、涪洋', 'zsfy'], ['衢州', 'qz'], ['亳州', 'bz'], ['歙县', 'sx'], ['YZ-2345 义诊', 'yz2345yz'], ['', ''], ['，。', ''], ['他它', 'tt'], ['仨', 's'],
  ])('of %s are %s', (text, initials) => expect(initialsOf(text)[0]).toBe(initials))

  it('of characters read in two ways are both', () => {
    expect(initialsOf('重庆')).toEqual(['zq', 'cq'])
    expect(initialsOf('长乐')).toEqual(['zl', 'cl', 'zy', 'cy'])
    expect(initialsOf('定州')).toEqual(['dz'])
    expect(initialsOf('重'.repeat(9))).toHaveLength(8)
  })
})
