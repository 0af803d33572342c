// What is recognised in spreadsheets of figures about areas, in whatever language the screen speaks: never shown.

export const figureHeaders = {
  code: ['地区代码', '行政区划代码', '区划代码', '代码', '地区编码', 'code', 'areacode'],
  year: ['年份', '年度', '年', 'year'],
  residents: ['常住人口', '常住人口数', '人口', '人口数', '居民数', 'residents', 'population'],
  village_doctors: ['乡村医生', '乡村医生数', '注册乡村医生', '注册乡村医生数', '在册乡村医生', 'villagedoctors'],
  source: ['来源', '数据来源', '出处', '文件', 'source'],
} as const
