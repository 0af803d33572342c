// What is recognised in spreadsheets of people and organisations, in whatever language the screen speaks: never shown.

/** What people write above a column of a list of people. */
export const personHeaders = {
  name: ['姓名', '名字', '人员姓名', '人员', 'name'],
  org: ['单位', '单位名称', '所在单位', '工作单位', '所在机构', '机构', '机构名称', 'institution', 'organisation', 'organization'],
  title: ['职称', '技术职称', '专业技术职称', '专业技术职务', 'title'],
  category: ['类别', '人员类别', '专业类别', '专业', 'category'],
} as const

export const organisationHeaders = {
  name: ['单位名称', '机构名称', '名称', '单位', '机构', 'name', 'organisation', 'institution'],
  kind: ['类型', '机构类型', '机构类别', '单位类型', '类别', 'kind', 'type'],
  county: ['县', '县区', '所在县', '县(市、区)', '县市区', '区县', '所属县', 'county'],
  township: ['乡镇', '乡镇街道', '所在乡镇', '所属乡镇', '街道', 'township'],
} as const

/** The first that fits wins; the level is that of most of its kind. */
export const kindPatterns = [
  [/社区卫生服务站|healthstation/iu, 'community_health_station', 'village'],
  [/社区卫生|communityhealth/iu, 'community_health_center', 'township'],
  [/村卫生室|卫生室|村卫|诊所|villageclinic/iu, 'village_clinic', 'village'],
  [/卫生院|townshiphospital/iu, 'township_hospital', 'township'],
  [/妇幼|mch/iu, 'mch_institution', 'county'],
  [/中医药(管理)?局|中医局|tcmadministration/iu, 'tcm_administration', 'county'],
  [/卫生健康|卫健|健康委|healthcommission/iu, 'health_commission', 'county'],
  [/培训|推广|训练|training/iu, 'training_center', 'county'],
  [/中医|蒙医|民族医|藏医|tcmhospital/iu, 'tcm_hospital', 'county'],
  [/医院|综合|hospital/iu, 'general_hospital', 'county'],
] as const
