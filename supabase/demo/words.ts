import { isClinicWeek, isMarketDay, month } from './calendar.ts'
import { isTownshipBody, type Outing } from './outings.ts'
import type { Random } from './random.ts'

export interface Words {
  readonly title: string
  readonly place: string
  readonly purpose: string
  readonly venue: 'public_place' | 'community' | 'township' | 'village' | 'school' | 'enterprise' | 'recipient_hospital'
}

/** 镇、街道, or the village of a village clinic. */
const placeOf = ({ venue }: Outing): string =>
  isTownshipBody(venue) ? venue.township_name : venue.short.replace(/(卫生室|卫生服务站)$/, '')

/** What a free clinic is called, where it stands and what it is for; fits the season, the place and the tradition. */
export function wordsOf(outing: Outing, random: Random): Words {
  const { place, venue } = spot(outing, random)
  return { title: random.pick(titles(outing)), place, venue, purpose: random.pick(purposes(outing)) }
}

function spot(outing: Outing, random: Random): Pick<Words, 'place' | 'venue'> {
  const name = placeOf(outing)
  const { kind, short } = outing.venue
  if (kind === 'village_clinic') return { venue: 'village', place: random.pick([short, `${name}文化活动广场`]) }
  if (kind === 'community_health_station')
    return { venue: 'community', place: random.pick([short, `${name}居民活动中心`]) }
  if (name.endsWith('产业园')) return { venue: 'enterprise', place: `${name}职工活动中心` }
  if (isMarketDay(outing.day, outing.venue.township, name)) return { venue: 'public_place', place: `${name}集市入口` }
  return random.pick([
    { venue: 'township', place: `${short}门前` },
    { venue: 'township', place: `${name}文化广场` },
    { venue: 'recipient_hospital', place: `${short}门诊楼` },
    { venue: 'public_place', place: `${name}便民服务中心广场` },
    { venue: 'school', place: `${name}学校操场` },
  ] as const)
}

function titles(outing: Outing): string[] {
  const { day, visiting, hospital, venue } = outing
  const place = placeOf(outing)
  const medicine = venue.tradition === 'mongolian' ? '蒙医中医' : '中医药'
  if (isClinicWeek(day)) return [`义诊周：${medicine}服务进${place}`, `义诊周·名中医走进${place}`]
  if (visiting) return [
    `${hospital.short}专家团队${place}义诊`, `对口帮扶：专家义诊进${place}`, `东西部协作${medicine}义诊（${place}）`,
  ]
  if (isMarketDay(day, venue.township, place))
    return [`${place}赶集日${medicine}义诊`, `${medicine}健康义诊进${place}集市`]
  return [
    ...seasonal(month(day), place, medicine),
    `${medicine}健康义诊进${place}`, `${place}家门口的${medicine}义诊`,
  ]
}

function seasonal(of: number, place: string, medicine: string): string[] {
  switch (of) {
    case 1: case 12: return [`冬令进补与三九贴咨询义诊进${place}`]
    case 3: return [`学雷锋${medicine}志愿义诊（${place}）`, `春季养生义诊走进${place}`]
    case 5: return [`${medicine}文化与健康义诊进${place}`]
    case 7: case 8: return [`冬病夏治三伏贴义诊进${place}`]
    case 10: return [`敬老月${medicine}义诊进${place}`]
    default: return []
  }
}

function purposes({ day, visiting, venue }: Outing): string[] {
  const medicine = venue.tradition === 'mongolian' ? '中医药（蒙医药）' : '中医药'
  if (visiting) return [
    `对口帮扶，为乡镇群众提供${medicine}诊疗咨询，并带教当地医生`, '专家下沉基层，开展常见病多发病诊疗咨询和现场带教',
  ]
  if (isClinicWeek(day)) return [`义诊周期间为群众提供${medicine}咨询、检查和健康宣教`]
  return [
    `为基层群众提供${medicine}健康咨询、免费检查和适宜技术体验`, `普及${medicine}养生保健知识，方便老年人就近看病咨询`,
    '慢性病筛查与健康指导', `推广${medicine}适宜技术，提高群众健康素养`,
  ]
}
