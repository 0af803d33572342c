import { chinaInstant, daysBetween, type Day } from '../../src/domain/day.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { Header } from '../../src/domain/header.ts'
import { makeDocumentId } from '../../src/domain/id.ts'
import type { NewPerson } from '../../src/domain/ports.ts'
import type { FreeClinicAnswers } from '../../src/kinds/free-clinic/answers.ts'
import { demoAccounts } from './accounts.ts'
import { answersOf } from './answers.ts'
import { filingsOf } from './filings.ts'
import type { Outing } from './outings.ts'
import { personNamed, type KnownPerson } from './people.ts'
import { manifestOf, type Picture } from './pictures.ts'
import { pairing } from './programmes.ts'
import { positionOf } from './position.ts'
import { seeded, type Random } from './random.ts'
import { summaryOf } from './summary.ts'
import { teamOf } from './team.ts'
import { wordsOf } from './words.ts'

export type ClinicPayload = Payload<FreeClinicAnswers>

/** A record as its author's phone would send it first. */
export interface DemoRecord<Content extends Payload = Payload> {
  readonly author: string
  readonly payload: Content
  /** Whom the author typed for it. */
  readonly people?: readonly NewPerson[]
}

const minute = 60_000
const day = 86_400_000
const lateShare = 0.05
const nextDayShare = 0.15

/** The sealed record of one outing. `index` numbers the outings of one `today`; equal arguments give equal records. */
export function recordOf(outing: Outing, index: number, today: Day, pictures: readonly Picture[]): DemoRecord<ClinicPayload> {
  const random = seeded(`record ${today} ${index}`)
  const author = authorNamed(outing.author)
  const { start, end } = hoursOf(outing.day, random)
  const { sealed, lateReason } = sealingOf(outing.day, today, end, random)
  const words = wordsOf(outing, random)
  const participants = teamOf(author, random)
  const leader = participants.find(({ role }) => role === 'lead')?.person_id ?? author.id
  const { position, reasons } = positionOf(outing.venue, random)
  const { reasons: filingReasons, ...filings } = filingsOf(outing, random)
  const answers = answersOf(outing, words, filings, leader, participants.length, random)
  const isRecipient = outing.visiting || random.chance(0.6)
  const header: Header = {
    title: words.title,
    host_area_id: outing.venue.township,
    organisation_id: outing.hospital.id,
    organizer_org_id: random.chance(0.25) ? outing.hospital.authority : outing.hospital.id,
    co_org_ids: isRecipient || random.chance(0.5) ? [] : [outing.venue.id],
    recipient_org_id: isRecipient ? outing.venue.id : null,
    programme_ids: outing.visiting ? [pairing] : [],
    started_at: new Date(start).toISOString(),
    ended_at: new Date(end).toISOString(),
    late_reason: lateReason,
    place_name: words.place,
    position,
    participants,
    summary: summaryOf(outing, answers, words.place, random),
    reasons: { ...reasons, ...filingReasons },
  }
  const payload: ClinicPayload = {
    ...frameOf({ outing, index, letter: 'YZ', start, sealed }, random),
    kind: 'free_clinic', header, answers, photos: manifestOf(pictures, start, end, position, random),
  }
  return { author: outing.author, payload }
}

interface FrameParts {
  readonly outing: Outing
  readonly index: number
  readonly letter: string
  readonly start: number
  readonly sealed: number
}

/** What every first revision says of itself, whatever its kind. */
export function frameOf({ outing, index, letter, start, sealed }: FrameParts, random: Random) {
  return {
    v: 1,
    id: makeDocumentId(start, random.bytes(10)),
    parent_id: null,
    revision: 1,
    status: 'submitted',
    practice: false,
    author_id: authorNamed(outing.author).id,
    device_id: `demo-${outing.author}`,
    short_no: `${letter}${outing.day.slice(2).replaceAll('-', '')}-${String(index + 1).padStart(3, '0')}`,
    created_at: new Date(Math.min(sealed, start + random.int(5, 30) * minute)).toISOString(),
    sealed: { at: new Date(sealed).toISOString(), device_seq: index + 1, rule_version: 'demo' },
    amend_reason: '',
    answers_version: 1,
  } satisfies Partial<Payload>
}

/** The person of an account. */
export function authorNamed(author: string): KnownPerson {
  const account = demoAccounts.find(({ name }) => name === author)
  if (account === undefined) throw new Error(`no account ${author}`)
  return personNamed(account.person)
}

/** Mostly a morning of two to four hours, in China Standard Time; milliseconds. */
export function hoursOf(on: Day, random: Random): { start: number; end: number } {
  const begin = random.chance(0.15) ? '14:00' : random.pick(['08:30', '09:00', '09:00', '09:30'])
  const start = Date.parse(chinaInstant(on, begin))
  return { start, end: start + random.int(8, 16) * 15 * minute }
}

/** When the author sealed it: soon after, the next day, or weeks later with a reason; always before `today`. */
export function sealingOf(on: Day, today: Day, end: number, random: Random): { sealed: number; lateReason: string } {
  const soon = end + random.int(10, 150) * minute
  const past = daysBetween(on, today)
  if (past > 30 && random.chance(lateShare))
    return { sealed: soon + random.int(16, 25) * day, lateReason: random.pick(lateReasons) }
  return { sealed: past > 2 && random.chance(nextDayShare) ? soon + day : soon, lateReason: '' }
}

const lateReasons = ['活动后外出学习，回单位后补录', '原为纸质记录，整理台账时补录', '手机更换，资料找回后补录']
