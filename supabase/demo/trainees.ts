import { makeDocumentId, type PersonId } from '../../src/domain/id.ts'
import type { NewPerson } from '../../src/domain/ports.ts'
import type { traineeParts } from '../../src/kinds/training-session/answers.ts'
import { seeded, type Random } from './random.ts'
import type { Training } from './trainings.ts'
import type { Venue } from './venues.ts'

/** Somebody of a grassroots institution who comes to a course. */
export interface Trainee {
  readonly person: NewPerson
  readonly institution: number
  readonly part: (typeof traineeParts)[number]
}

/** Surnames and herbs, apart from those of the staff: invented, and meant to look so. */
const surnames = ['赵', '钱', '孙', '李', '周', '吴', '郑', '冯', '陈', '蒋', '沈', '杨', '朱', '秦', '许', '吕', '曹', '严']
const herbs = ['当归', '川芎', '菖蒲', '茵陈', '藿香', '泽泻', '柴胡', '葛根', '地榆', '蒲黄', '郁金', '玄参', '百合', '玉竹',
  '桑枝', '枸杞', '山楂', '芡实', '竹茹', '槐米', '艾绒', '陈皮', '佛手', '白芷']
const bornAt = Date.parse('2025-01-01T00:00:00Z')

const partOf = ({ kind }: Venue, isNurse: boolean): Trainee['part'] => {
  if (isNurse) return 'nurses'
  if (kind === 'village_clinic') return 'village_doctors'
  if (kind === 'township_hospital') return 'township_staff'
  return kind === 'community_health_station' ? 'station_staff' : 'other'
}

/** The nth person of an institution, as this author knows them; the same every time. */
function traineeAt(venue: Venue, nth: number, author: string): Trainee {
  const random = seeded(`trainee ${author} ${venue.id} ${nth}`)
  const isNurse = venue.kind !== 'village_clinic' && random.chance(0.35)
  return {
    institution: venue.id,
    part: partOf(venue, isNurse),
    person: {
      id: makeDocumentId(bornAt, random.bytes(10)) as string as PersonId,
      name: random.pick(surnames) + random.pick(herbs),
      organisation_id: null,
      title_level: venue.kind === 'village_clinic' ? 'none' : random.pick(['junior', 'junior', 'intermediate', 'none']),
      category: isNurse ? 'nursing' : random.pick(['tcm', 'tcm', 'western']),
    },
  }
}

/** 12 to 36 people of institutions of the county where the course is held. */
export function traineesOf({ venue, author }: Training, venues: readonly Venue[], random: Random): Trainee[] {
  const institutions = random.shuffle(venues.filter(({ county }) => county === venue.county)).slice(0, random.int(10, 18))
  return institutions.flatMap((each) => {
    const most = each.kind === 'village_clinic' ? 1 : 3
    return Array.from({ length: random.int(1, most) }, (_, nth) => traineeAt(each, nth, author))
  })
}
