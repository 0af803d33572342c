import { areaManagers } from './staff.ts'

/** Published on purpose: demo accounts must never be reachable from a network. */
export const demoPassword = 'xingxun-demo-2026'

/** An account and the one membership that its person has. */
export interface DemoAccountPlan {
  readonly name: string
  readonly person: string
  readonly role: 'field_worker' | 'organisation_manager' | 'area_manager'
  readonly organisation: number | null
  readonly area: number | null
  /** Who it is, for the person who tries things out. */
  readonly described: string
}

const worker = (name: string, person: string, organisation: number, described: string): DemoAccountPlan =>
  ({ name, person, role: 'field_worker', organisation, area: null, described })

const manager = (name: string, described: string): DemoAccountPlan => {
  const found = areaManagers.find(({ account }) => account === name)
  if (found === undefined) throw new Error(`nobody manages as ${name}`)
  return { name, person: found.person.name, role: 'area_manager', organisation: null, area: found.area, described }
}

export const demoAccounts: readonly DemoAccountPlan[] = [
  worker('zhuanjia', '苏远志', 111, '绍兴市中医院 专家团队成员 / expert team, Shaoxing'),
  { name: 'yuanban', person: '顾云苓', role: 'organisation_manager', organisation: 111, area: null,
    described: '绍兴市中医院 单位管理员 / organisation manager, Shaoxing' },
  worker('wcyisheng', '田杜仲', 121, '务川县中医院 医生 / field worker, Wuchuan'),
  worker('aqiyisheng', '包黄芪', 122, '阿旗蒙医中医医院 医生 / field worker, Ar Horqin'),
  worker('dzyisheng', '刘紫菀', 123, '定州市中医院 医生 / field worker, Dingzhou'),
  manager('wuchuan', '务川县 县级管理 / county manager, Wuchuan'),
  manager('yuecheng', '越城区 区级管理 / county manager, Yuecheng'),
  manager('aqi', '阿鲁科尔沁旗 旗级管理 / county manager, Ar Horqin'),
  manager('dingzhou', '定州市 市级管理 / county manager, Dingzhou'),
  manager('zunyi', '遵义市 地市级管理 / prefecture manager, Zunyi'),
  manager('guizhou', '贵州省 省级管理 / province manager, Guizhou'),
]
