import { describe, expect, it } from 'vitest'
import { townshipKind, upperKind } from '../../../supabase/reference/area-kinds.ts'
import { shortCountyName, shortTownshipName, shortUpperName } from '../../../supabase/reference/area-names.ts'

describe('short names', () => {
  it.each([
    ['内蒙古自治区', '内蒙古'], ['黔西南布依族苗族自治州', '黔西南'], ['兴安盟', '兴安盟'], ['绍兴市', '绍兴'],
  ])('call %s %s', (name, short) => {
    expect(shortUpperName(name)).toBe(short)
  })

  it.each([
    ['务川仡佬族苗族自治县', '务川'], ['越城区', '越城'], ['沧县', '沧县'], ['阿鲁科尔沁旗', '阿旗'],
    ['井陉矿区', '井陉矿区'], ['六枝特区', '六枝'],
  ])('call county %s %s', (name, short) => {
    expect(shortCountyName(name, '某')).toBe(short)
  })

  it('leave a county its suffix where it would sound like its prefecture', () => {
    expect(shortCountyName('承德县', '承德')).toBe('承德县')
  })

  it.each([
    ['金盆苗族彝族乡', '金盆乡'], ['巴彦鄂温克民族乡', '巴彦鄂温克乡'], ['城关镇', '城关镇'],
    ['库伦街道办事处', '库伦街道'],
  ])('call township %s %s', (name, short) => {
    expect(shortTownshipName(name)).toBe(short)
  })
})

describe('kinds', () => {
  it('trust a street’s name more than the zone in its code', () => {
    expect(townshipKind('150421404', '欧沐沦街道')).toBe('street')
    expect(townshipKind('150421401', '新能源产业园')).toBe('zone')
  })

  it('refuse a name that fits no rule', () => {
    expect(() => townshipKind('150421101', '某处')).toThrow('no kind')
    expect(() => upperKind('county', '某处')).toThrow('no kind')
  })
})
