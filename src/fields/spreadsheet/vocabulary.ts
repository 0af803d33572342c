import type { categories, titleLevels } from '@/domain/header'

// What is recognised in spreadsheets, in whatever language the screen speaks: no words that are shown.

type Title = (typeof titleLevels)[number]
type Category = (typeof categories)[number]

/** The first pattern that fits wins: 副主任医师 holds 主任医师. */
export const titlePatterns: readonly (readonly [RegExp, Title])[] = [
  [/^(无|无职称|未评|乡村医生|村医|其他|none|-|—|\/)?$/iu, 'none'],
  [/副高|副主任|副研究|副教授|associate/iu, 'associate_senior'],
  [/正高|主任|教授|研究员|senior/iu, 'senior'],
  [/中级|主治|主管|讲师|intermediate/iu, 'intermediate'],
  [/初级|助理|助教|(医|护|药|技|检验|针灸|推拿)[师士]$|junior/iu, 'junior'],
]
export const categoryPatterns: readonly (readonly [RegExp, Category])[] = [
  [/民族医|蒙医|藏医|维医|傣医|苗医|壮医|回医|ethnic/iu, 'ethnic'],
  [/护|nurs/iu, 'nursing'],
  [/药|pharm/iu, 'pharmacy'],
  [/西医|临床|western/iu, 'western'],
  [/中医|针灸|推拿|乡村医生|tcm/iu, 'tcm'],
  [/技师|医技|检验|影像|康复|techni/iu, 'technician'],
  [/管理|行政|公卫|公共卫生|manage/iu, 'management'],
]
