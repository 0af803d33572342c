import type { OrganisationRow } from './organisation-row.ts'

export type NamedOrganisation =
  Pick<OrganisationRow, 'id' | 'name' | 'name_short' | 'kind' | 'level' | 'county_id' | 'demo'>

const body = (kind: OrganisationRow['kind'], level: OrganisationRow['level']) =>
  (id: number, countyId: number, name: string, short: string): NamedOrganisation =>
    ({ id, name, name_short: short, kind, level, county_id: countyId, demo: 0 })

const provincialTcm = body('tcm_administration', 'province')
const prefectureHealth = body('health_commission', 'prefecture')
const countyHealth = body('health_commission', 'county')
const provincialHospital = body('tcm_hospital', 'province')
const prefectureHospital = body('tcm_hospital', 'prefecture')
const countyHospital = body('tcm_hospital', 'county')

/** Public bodies listed one by one, each with the county it is put in. Never a person. */
export const namedOrganisations: readonly NamedOrganisation[] = [
  provincialTcm(1, 130105, '河北省中医药管理局', '河北省局'),
  provincialTcm(2, 330105, '浙江省中医药管理局', '浙江省局'),
  provincialTcm(3, 520103, '贵州省中医药管理局', '贵州省局'),
  provincialTcm(4, 150102, '内蒙古自治区蒙中医药管理局', '内蒙古局'),
  prefectureHealth(11, 130602, '保定市卫生健康委员会', '保定市卫健委'),
  prefectureHealth(12, 330602, '绍兴市卫生健康委员会', '绍兴市卫健委'),
  prefectureHealth(13, 520303, '遵义市卫生健康局', '遵义市卫健局'),
  prefectureHealth(14, 150404, '赤峰市卫生健康委员会', '赤峰市卫健委'),
  countyHealth(21, 130682, '定州市卫生健康局', '定州市卫健局'),
  countyHealth(22, 330602, '绍兴市越城区卫生健康局', '越城区卫健局'),
  countyHealth(23, 520326, '务川仡佬族苗族自治县卫生健康局', '务川县卫健局'),
  countyHealth(24, 150421, '阿鲁科尔沁旗卫生健康委员会', '阿旗卫健委'),
  countyHealth(25, 130181, '辛集市卫生健康局', '辛集市卫健局'),
  provincialHospital(101, 130102, '河北省中医院', '河北省中医院'),
  provincialHospital(102, 330106, '浙江省立同德医院', '同德医院'),
  prefectureHospital(111, 330602, '绍兴市中医院', '绍兴市中医院'),
  prefectureHospital(112, 130606, '保定市第一中医院', '保定市一中医院'),
  countyHospital(121, 520326, '务川仡佬族苗族自治县中医院', '务川县中医院'),
  countyHospital(122, 150421, '阿鲁科尔沁旗蒙医中医医院', '阿旗蒙中医院'),
  countyHospital(123, 130682, '定州市中医院', '定州市中医院'),
]
