/** Published changes of county codes and county borders since 2016 in the four provinces. */

export type AreaAlias = {
  readonly old: string
  readonly new: string
  /** The day of the approval or its announcement, '' where only the month or year is known (the note says which). */
  readonly from: string
  /** whole: the old area went over entire, so its records roll up. part: organisations are re-assigned by hand. */
  readonly extent: 'whole' | 'part'
  readonly note: string
}

const alias = (extent: AreaAlias['extent']) =>
  (before: string, after: string, from: string, note: string): AreaAlias =>
    ({ old: before, new: after, from, extent, note })
const whole = alias('whole')
const part = alias('part')

export const aliases: readonly AreaAlias[] = [
  whole('130223', '130284', '', '滦县改滦州市，2018年'),
  part('130421', '130402', '2016-09-14', '撤销邯郸县，一部划归邯山区'),
  part('130421', '130403', '2016-09-14', '撤销邯郸县，一部划归丛台区'),
  whole('130428', '130407', '2016-09-14', '肥乡县改肥乡区'),
  part('130429', '130403', '2016-09-14', '永年县南沿村、小西堡、姚寨划归丛台区'),
  part('130429', '130408', '2016-09-14', '永年县改永年区'),
  part('130521', '130502', '2020-06-23', '撤销邢台县，一部划归襄都区（原桥东区）'),
  part('130521', '130503', '2020-06-23', '撤销邢台县，一部划归信都区（原桥西区）'),
  whole('130526', '130505', '2020-06-23', '任县改任泽区'),
  whole('130527', '130506', '2020-06-23', '南和县改南和区'),
  whole('130823', '130881', '2017-04-09', '平泉县改平泉市'),
  whole('330103', '330105', '2021-04-09', '下城区并入拱墅区'),
  part('330104', '330102', '2021-04-09', '江干区并入上城区，不含下沙、白杨'),
  part('330104', '330114', '2021-04-09', '江干区下沙、白杨划入钱塘区'),
  part('330109', '330114', '2021-04-09', '萧山区五个街道划入钱塘区'),
  part('330110', '330113', '2021-04-09', '余杭区东部分设临平区'),
  whole('330185', '330112', '', '临安市改临安区，2017年'),
  whole('330204', '330212', '2016-09-14', '江东区并入鄞州区'),
  whole('330283', '330213', '2016-09-14', '奉化市改奉化区'),
  part('330327', '330383', '2019-08-16', '苍南县龙港镇改龙港市'),
  whole('331021', '331083', '2017-04-09', '玉环县改玉环市'),
  part('520221', '520201', '2020-07-18', '水城县木果、保华等乡镇划归钟山区'),
  part('520221', '520204', '2020-07-18', '水城县改水城区'),
  whole('520222', '520281', '', '盘县改盘州市，2017年4月'),
  whole('520522', '520581', '', '黔西县改黔西市，2021年3月'),
  whole('522322', '522302', '', '兴仁县改兴仁市，2018年8月'),
]

/** Areas whose border moved after the outline source was drawn (about 2018): its shape is no longer theirs. */
export const redrawn: ReadonlyMap<string, string> = new Map([
  ['130502', '襄都区 gained a part of 邢台县 in 2020'],
  ['130503', '信都区 gained a part of 邢台县 in 2020'],
  ['330102', '上城区 gained most of 江干区 in 2021'],
  ['330109', '萧山区 lost a part to 钱塘区 in 2021'],
  ['330110', '余杭区 lost 临平区 in 2021'],
  ['330113', '临平区 was founded in 2021'],
  ['330114', '钱塘区 was founded in 2021'],
  ['330327', '苍南县 lost 龙港市 in 2019'],
  ['330383', '龙港市 was founded in 2019'],
  ['520201', '钟山区 gained a part of 水城县 in 2020'],
  ['520204', '水城区 lost a part of 水城县 in 2020'],
])
