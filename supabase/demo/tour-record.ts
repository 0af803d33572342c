import { addDays, type Day } from '../../src/domain/day.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { Header, Participant } from '../../src/domain/header.ts'
import { makeDocumentId } from '../../src/domain/id.ts'
import type { CircuitTourAnswers } from '../../src/kinds/circuit-tour/answers.ts'
import type { TourStopAnswers } from '../../src/kinds/tour-stop/answers.ts'
import { month } from './calendar.ts'
import { isTownshipBody } from './outings.ts'
import { manifestOf, type Picture } from './pictures.ts'
import { positionOf } from './position.ts'
import { parcelOf } from './push.ts'
import { seeded, type Random } from './random.ts'
import { authorNamed, hoursOf, sealingOf, type DemoRecord } from './record.ts'
import { teamOf } from './team.ts'
import type { DemoTour } from './tours.ts'
import type { Venue } from './venues.ts'

const minute = 60_000
/** Tours count their records on from here, clinics from 1. */
const firstNumber = 500

interface Frame {
  readonly tour: DemoTour
  readonly today: Day
  readonly title: string
  readonly team: readonly Participant[]
  readonly pictures: readonly Picture[]
  readonly random: Random
}

/** A tour and its stops as phones would send them first: the stops, then the tour that lists them. */
export function recordsOfTour(tour: DemoTour, index: number, today: Day, pictures: readonly Picture[]): DemoRecord[] {
  const random = seeded(`tour ${today} ${index}`)
  const team = teamOf(authorNamed(tour.author), random)
  const title = `${tour.hospital.short}${tour.level === 'prefecture' ? '对口帮扶' : ''}${month(tour.first)}月巡回医疗`
  const frame: Frame = { tour, today, title, team, pictures, random }
  const days = tour.stops.map((_, n) => hoursOf(addDays(tour.first, n), random))
  const start = days[0]?.start ?? 0
  const id = makeDocumentId(start, random.bytes(10))
  const stops = tour.stops.map((venue, n): Payload<TourStopAnswers> => {
    const { start: from, end } = days[n] ?? { start, end: start }
    const { sealed, lateReason } = sealingOf(addDays(tour.first, n), today, end, random)
    const present = team.filter(({ person_id, role }) =>
      role === 'lead' || person_id === authorNamed(tour.author).id || random.chance(0.8))
    const { header, photos } = partsOf(frame, venue, from, end, lateReason, present)
    return {
      ...base(frame, from, sealed, firstNumber + index * 20 + n + 1, 'XZ'),
      id: makeDocumentId(from, random.bytes(10)), parent_id: id, kind: 'tour_stop',
      header: { ...header, title: `${title} 第${n + 1}站`, recipient_org_id: venue.id },
      answers: stopAnswers(venue, n + 1, addDays(tour.first, n), present.length, random), photos,
    }
  })
  const last = days.at(-1)?.end ?? start
  const sealed = last + 200 * minute
  const parts = partsOf(frame, tour.stops[0] as Venue, start, last, '', team)
  const payload: Payload<CircuitTourAnswers> = {
    ...base(frame, start, sealed, firstNumber + index * 20, 'XH'),
    id, kind: 'circuit_tour', header: { ...parts.header, title, recipient_org_id: tour.stops[0]?.id ?? null }, photos: parts.photos,
    answers: {
      tour_level: tour.level, team_type: 'general', team_size: team.length,
      senior_count: team.filter(({ title_level }) => !['junior', 'none'].includes(title_level)).length,
      planned_days: tour.stops.length, planned_route: [...new Set(tour.stops.map((venue) => venue.township_name))].join('、'),
      stops: stops.map((stop) => ({ id: stop.id, sha256: parcelOf(stop).sha256 })),
    },
  }
  return [...stops, payload].map((each) => ({ author: tour.author, payload: each }))
}

const base = ({ tour }: Frame, start: number, sealed: number, number: number, letter: string) => ({
  v: 1 as const, parent_id: null, revision: 1, status: 'submitted' as const, practice: false,
  author_id: authorNamed(tour.author).id, device_id: `demo-${tour.author}`,
  short_no: `${letter}${tour.first.slice(2).replaceAll('-', '')}-${String(number).padStart(3, '0')}`,
  created_at: new Date(start + 10 * minute).toISOString(),
  sealed: { at: new Date(sealed).toISOString(), device_seq: number, rule_version: 'demo' },
  amend_reason: '', answers_version: 1,
})

function partsOf(
  { tour, pictures, random }: Frame, venue: Venue, start: number, end: number, lateReason: string, people: readonly Participant[],
): { header: Header; photos: Payload['photos'] } {
  const { position, reasons } = positionOf(venue, random)
  return {
    header: {
      title: '', host_area_id: venue.township, organisation_id: tour.hospital.id, organizer_org_id: tour.hospital.id,
      co_org_ids: [], recipient_org_id: null, programme_ids: [], started_at: new Date(start).toISOString(),
      ended_at: new Date(end).toISOString(), late_reason: lateReason, place_name: venue.short, position, participants: people,
      summary: '', reasons,
    },
    photos: manifestOf(pictures, start, end, position, random),
  }
}

function stopAnswers(venue: Venue, nth: number, day: Day, people: number, random: Random): TourStopAnswers {
  const isTownship = isTownshipBody(venue)
  const visits = Math.min(people * 60, random.int(isTownship ? 40 : 15, isTownship ? 180 : 60))
  const some = (share: number, most: number) => (random.chance(share) ? random.int(1, most) : null)
  const hasLecture = random.chance(0.3)
  return {
    stop_level: isTownship ? 'township' : 'village', stop_seq: nth, outpatient_visits: visits,
    leaflets: Math.round(visits * (0.8 + random.next())), inpatient_consults: isTownship ? some(0.5, 6) : null,
    difficult_case_discussions: isTownship ? some(0.35, 2) : null, teaching_rounds: isTownship ? some(0.4, 2) : null,
    remote_consults: some(0.1, 2), surgeries: null, lectures: hasLecture ? 1 : null,
    lecture_audience: hasLecture ? random.int(15, 60) : null, trained_visits: some(0.5, 12), home_visits: isTownship ? null : some(0.7, 8),
    screened: some(0.5, 60), free_medicine_value: random.chance(0.25) ? random.int(100, 900) : null, donation_value: null,
    satisfaction_pct: null, km: random.int(8, 90), new_techniques: random.chance(0.3) ? ['tcm-05-01'] : [],
    transport: random.chance(0.7) ? 'car' : 'mobile_hospital',
    next_visit_on: random.chance(0.6) ? addDays(day, isTownship ? random.int(20, 30) : 7) : null,
  }
}
