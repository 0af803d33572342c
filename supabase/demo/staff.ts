import type { categories, titleLevels } from '../../src/domain/header.ts'

type Title = (typeof titleLevels)[number]
type Category = (typeof categories)[number]

export interface DemoPerson {
  /** Made of a surname and a medicinal herb: invented, and meant to look so. */
  readonly name: string
  readonly title_level: Title
  readonly category: Category
}

const person = (name: string, title_level: Title, category: Category): DemoPerson => ({ name, title_level, category })

/** The people of each demo hospital, by organisation id, those with an account first. */
export const hospitalStaff: Readonly<Record<number, readonly DemoPerson[]>> = {
  111: [
    person('苏远志', 'senior', 'tcm'), person('顾云苓', 'intermediate', 'management'),
    person('沈杜若', 'associate_senior', 'tcm'), person('陆半夏', 'senior', 'tcm'),
    person('章青黛', 'associate_senior', 'tcm'), person('俞茯神', 'intermediate', 'tcm'),
    person('范佩兰', 'intermediate', 'nursing'), person('谢白术', 'associate_senior', 'western'),
    person('祝石斛', 'intermediate', 'pharmacy'), person('马泽兰', 'junior', 'nursing'),
    person('韩续断', 'intermediate', 'tcm'), person('许木香', 'junior', 'technician'),
    person('裘连翘', 'associate_senior', 'tcm'), person('倪苏木', 'intermediate', 'western'),
  ],
  121: [
    person('田杜仲', 'intermediate', 'tcm'), person('申艾叶', 'associate_senior', 'tcm'),
    person('冉天麻', 'senior', 'tcm'), person('邹黄精', 'intermediate', 'tcm'),
    person('覃灵芝', 'junior', 'nursing'), person('王石韦', 'intermediate', 'western'),
    person('付桔梗', 'junior', 'tcm'), person('简白及', 'intermediate', 'pharmacy'),
    person('张吴萸', 'associate_senior', 'tcm'), person('罗香附', 'intermediate', 'nursing'),
    person('肖麦冬', 'junior', 'technician'), person('黎丹参', 'intermediate', 'tcm'),
  ],
  122: [
    person('包黄芪', 'associate_senior', 'ethnic'), person('白沙棘', 'senior', 'ethnic'),
    person('何防风', 'intermediate', 'ethnic'), person('敖赤芍', 'associate_senior', 'tcm'),
    person('韩甘松', 'intermediate', 'tcm'), person('金知母', 'intermediate', 'ethnic'),
    person('宝文冠', 'junior', 'ethnic'), person('李苦参', 'intermediate', 'nursing'),
    person('王麻黄', 'intermediate', 'western'), person('吴苁蓉', 'junior', 'pharmacy'),
    person('张锁阳', 'junior', 'technician'), person('陈银柴', 'junior', 'nursing'),
  ],
  123: [
    person('刘紫菀', 'intermediate', 'tcm'), person('甄白芍', 'senior', 'tcm'),
    person('马祁艾', 'associate_senior', 'tcm'), person('郝忍冬', 'intermediate', 'tcm'),
    person('安甘菊', 'intermediate', 'nursing'), person('韩瓜蒌', 'associate_senior', 'western'),
    person('贾枣仁', 'intermediate', 'tcm'), person('杨板蓝', 'junior', 'nursing'),
    person('高沙参', 'intermediate', 'pharmacy'), person('孙薄荷', 'junior', 'technician'),
    person('赵荆芥', 'junior', 'tcm'), person('田牛膝', 'associate_senior', 'tcm'),
  ],
}

/** Managers of areas, with the organisation where they work. */
export const areaManagers = [
  { account: 'wuchuan', person: person('冉贯众', 'none', 'management'), organisation: 23, area: 520326 },
  { account: 'yuecheng', person: person('章紫苏', 'none', 'management'), organisation: 22, area: 330602 },
  { account: 'aqi', person: person('白玉簪', 'none', 'management'), organisation: 24, area: 150421 },
  { account: 'dingzhou', person: person('郭合欢', 'none', 'management'), organisation: 21, area: 130682 },
  { account: 'zunyi', person: person('姚凌霄', 'none', 'management'), organisation: 13, area: 520300 },
  { account: 'guizhou', person: person('龙茯苓', 'none', 'management'), organisation: 3, area: 520000 },
] as const
