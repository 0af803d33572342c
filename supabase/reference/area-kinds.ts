export const levels = ['country', 'province', 'prefecture', 'county', 'township'] as const
export type Level = typeof levels[number]

/** Every kind an area can be, by level. `zone` is a farm, park or development zone that is counted like a township. */
export const kindsByLevel = {
  country: ['country'],
  province: ['province', 'autonomous_region'],
  prefecture: ['prefecture_city', 'league', 'autonomous_prefecture', 'new_area'],
  county: [
    'district', 'county', 'county_city', 'autonomous_county', 'banner', 'autonomous_banner', 'special_district',
  ],
  township: ['street', 'town', 'township', 'ethnic_township', 'sumu', 'ethnic_sumu', 'zone'],
} as const satisfies Record<Level, readonly string[]>

export type AreaKind = typeof kindsByLevel[Level][number]

type Rule = readonly [suffix: RegExp, kind: AreaKind]

const rules: Readonly<Record<'province' | 'prefecture' | 'county', readonly Rule[]>> = {
  province: [[/自治区$/, 'autonomous_region'], [/省$/, 'province']],
  prefecture: [[/自治州$/, 'autonomous_prefecture'], [/盟$/, 'league'], [/市$/, 'prefecture_city']],
  county: [
    [/自治县$/, 'autonomous_county'], [/自治旗$/, 'autonomous_banner'], [/旗$/, 'banner'],
    [/特区$/, 'special_district'], [/区$/, 'district'], [/市$/, 'county_city'], [/县$/, 'county'],
  ],
}

/** The kind of a province, prefecture or county by its official name. Throws on a name that fits no rule. */
export function upperKind(level: 'province' | 'prefecture' | 'county', name: string): AreaKind {
  const rule = rules[level].find(([suffix]) => suffix.test(name))
  if (rule === undefined) throw new Error(`${level} ${name}: no kind`)
  return rule[1]
}

/** Named like a town, yet a holiday resort. */
const zones = new Set(['130633400'])

/**
 * The kind of a township by its name; the code's seventh digit decides only where the name is silent, because many
 * real streets and towns carry the 4xx and 5xx of zones (150421404 欧沐沦街道). Throws on a name that fits no rule.
 */
export function townshipKind(code: string, name: string): AreaKind {
  if (zones.has(code)) return 'zone'
  if (/街道(?:办事处|筹备处)?$/.test(name)) return 'street'
  if (/镇$/.test(name)) return 'town'
  if (/苏木$/.test(name)) return /族苏木$/.test(name) ? 'ethnic_sumu' : 'sumu'
  if (/乡$/.test(name)) return /族乡$/.test(name) ? 'ethnic_township' : 'township'
  if (/[45]/.test(code.charAt(6))) return 'zone'
  throw new Error(`township ${code} ${name}: no kind`)
}
