import type { Day } from '../../src/domain/day.ts'
import { pastYear, spreadDays } from './calendar.ts'
import { demoHospitals, hospitalOf, isTownshipBody, rotate, type DemoHospital, type Outing } from './outings.ts'
import type { Random } from './random.ts'
import type { Venue } from './venues.ts'

/** A course and the codes of its techniques. */
export interface Course {
  readonly name: string
  readonly techniques: readonly string[]
  readonly type: 'technique' | 'western_learning_tcm' | 'public_lecture'
}

const course = (name: string, techniques: readonly string[], type: Course['type'] = 'technique'): Course =>
  ({ name, techniques, type })

const tcmCourses = [
  course('拔罐与刮痧', ['tcm-04-01', 'tcm-04-02', 'tcm-03-01']),
  course('悬灸与隔物灸', ['tcm-05-01', 'tcm-05-02']),
  course('耳穴压豆与穴位敷贴', ['tcm-11-01', 'tcm-06-01']),
  course('毫针与温针', ['tcm-01-01', 'tcm-01-11']),
  course('小儿推拿', ['tcm-02-02']),
  course('颈肩腰腿痛综合技术', ['tcm-02-01', 'tcm-04-01', 'tcm-01-19']),
  course('西学中：辨证与常用外治', ['tcm-06-03', 'tcm-05-01'], 'western_learning_tcm'),
  course('八段锦科普', ['tcm-10-01'], 'public_lecture'),
]
const mongolianCourses = [
  course('蒙医温针', ['mongolian-01-01']),
  course('蒙灸与拔罐', ['mongolian-05-01', 'tcm-04-01']),
  course('蒙医药浴（阿尔山）', ['mongolian-06-01']),
  course('蒙医正骨与理筋', ['mongolian-08-01', 'tcm-08-02']),
]

/** One training session to be. */
export interface Training extends Outing {
  readonly course: Course
  /** Which of its hospital's sessions of the year. */
  readonly nth: number
}

const yearly = 7
const support = { from: 111, to: 121, sessions: 3 } as const

/** The training sessions of the 365 days before `today`: some of each hospital in its county, some in the supported one. */
export function planTrainings(today: Day, venues: readonly Venue[], random: Random): Training[] {
  const days = pastYear(today)
  const local = demoHospitals.flatMap((hospital) => held(hospital, hospital.county, yearly, days, venues, random))
  return [...local, ...held(hospitalOf(support.from), hospitalOf(support.to).county, support.sessions, days, venues, random)]
}

function held(
  hospital: DemoHospital, county: number, count: number, days: readonly Day[], venues: readonly Venue[], random: Random,
): Training[] {
  const bodies = venues.filter((venue) => venue.county === county && isTownshipBody(venue))
  const places = rotate(bodies, random)
  const courses = random.shuffle(bodies[0]?.tradition === 'mongolian' ? [...mongolianCourses, ...tcmCourses] : tcmCourses)
  return spreadDays(days, count, random).map((day, index) => ({
    day, hospital, author: hospital.authors[0] ?? '', venue: places(), visiting: county !== hospital.county,
    course: courses[index % courses.length] ?? course('拔罐', ['tcm-04-01']), nth: index + 1,
  }))
}
