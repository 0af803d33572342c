import type { Day } from '../../src/domain/day.ts'
import type { Header } from '../../src/domain/header.ts'
import type { Payload } from '../../src/domain/document.ts'
import { traineeParts, type RosterRow, type TrainingSessionAnswers } from '../../src/kinds/training-session/answers.ts'
import { numberCertificates } from '../../src/kinds/training-session/certificate.ts'
import { sumsOf } from '../../src/kinds/training-session/roster.ts'
import { manifestOf, type Picture } from './pictures.ts'
import { positionOf } from './position.ts'
import { seeded, type Random } from './random.ts'
import { authorNamed, frameOf, hoursOf, sealingOf, type DemoRecord } from './record.ts'
import { teamOf } from './team.ts'
import { traineesOf, type Trainee } from './trainees.ts'
import type { Training } from './trainings.ts'
import type { Venue } from './venues.ts'

/** How certificates of each hospital begin. */
const prefixes: Readonly<Record<number, string>> = { 111: '绍中适宜', 121: '务中适宜', 122: '阿蒙适宜', 123: '定中适宜' }
const absentShare = 0.04
const passShare = 0.93
const suited = ['lecture', 'moxibustion', 'team', 'pulse']

/** The sealed record of one training session; equal arguments give equal records. */
export function trainingOf(
  training: Training, index: number, today: Day, venues: readonly Venue[], pictures: readonly Picture[],
): DemoRecord {
  const random = seeded(`training ${today} ${index}`)
  const { start, end } = hoursOf(training.day, random)
  const { sealed, lateReason } = sealingOf(training.day, today, end, random)
  const { position, reasons } = positionOf(training.venue, random)
  const participants = teamOf(authorNamed(training.author), random)
  const trainees = traineesOf(training, venues, random)
  const answers = answersOf(training, trainees, participants, random)
  const header: Header = {
    title: titleOf(training),
    host_area_id: training.venue.township,
    organisation_id: training.hospital.id,
    organizer_org_id: training.hospital.authority,
    co_org_ids: [],
    recipient_org_id: training.venue.id,
    programme_ids: [],
    started_at: new Date(start).toISOString(),
    ended_at: new Date(end).toISOString(),
    late_reason: lateReason,
    place_name: `${training.venue.short}会议室`,
    position,
    participants,
    summary: `${training.hospital.short}为基层人员讲授${training.course.name}，${answers.trainee_count}人参加。`
      + (answers.passed === null ? '' : `现场实操考核合格${answers.passed}人。`),
    reasons,
  }
  const payload: Payload<TrainingSessionAnswers> = {
    ...frameOf({ outing: training, index, letter: 'PX', start, sealed }, random),
    kind: 'training_session', header, answers,
    photos: manifestOf(pictures.filter(({ name }) => suited.includes(name)), start, end, position, random),
  }
  return { author: training.author, payload, people: trainees.map(({ person }) => person) }
}

const titleOf = ({ course, nth, visiting, venue }: Training): string => {
  if (course.type === 'public_lecture') return `${venue.township_name}中医药科普：${course.name}`
  return `${visiting ? '对口帮扶' : '基层'}适宜技术培训班第${nth}期（${course.name}）`
}

function answersOf(
  training: Training, trainees: readonly Trainee[], team: Header['participants'], random: Random,
): TrainingSessionAnswers {
  const { course, hospital, nth, day } = training
  const isAssessed = course.type === 'technique'
  const start = `${prefixes[hospital.id] ?? ''}${day.slice(0, 4)}-${training.visiting ? 20 + nth : nth}-001`
  const graded = isAssessed ? trainees.map((trainee) => rowOf(trainee, random)) : []
  const { roster, next } = numberCertificates(graded, start)
  const { assessed, passed, certificates } = sumsOf(roster)
  const parts = Object.fromEntries(traineeParts.map((part) =>
    [part, trainees.filter((trainee) => trainee.part === part).length])) as Record<(typeof traineeParts)[number], number>
  return {
    session_no: nth,
    mode: random.chance(0.8) ? 'onsite' : 'blended',
    course_type: course.type,
    venue_type: 'medical_institution',
    techniques: course.techniques,
    hours_theory: random.int(2, 8) / 2,
    hours_practice: isAssessed ? random.int(4, 10) / 2 : 0,
    trainers: team.slice(0, random.int(1, 2)).map(({ person_id, title_level }) => ({ person_id, title_level, org_id: hospital.id })),
    trainee_count: trainees.length,
    ...parts,
    orgs_covered: new Set(trainees.map(({ institution }) => institution)).size,
    signed_in: trainees.length,
    assessed: isAssessed ? assessed : null,
    passed: isAssessed ? passed : null,
    certificates: isAssessed ? certificates : null,
    credits: random.chance(0.5) ? random.int(2, 10) / 2 : null,
    materials: trainees.length + random.int(0, 20),
    cost: random.chance(0.6) ? random.int(8, 60) * 100 : null,
    roster,
    certificate_next: isAssessed ? next : '',
  }
}

function rowOf({ person, institution }: Trainee, random: Random): RosterRow {
  const row = { person_id: person.id, org_id: institution, techniques: [], certificate_no: '' }
  if (random.chance(absentShare)) return { ...row, theory_score: null, practice_score: null, passed: null }
  const passed = random.chance(passShare)
  const score = () => (passed ? random.int(62, 98) : random.int(40, 59))
  return { ...row, theory_score: score(), practice_score: score(), passed }
}
