import { mayChange } from '../../../src/domain/activity.ts'
import { findings, movedFinding, reviews } from '../scene/decisions.ts'
import { factsOfRecord, idOf, recordNames, records, type RecordFacts, type RecordName } from '../scene/records.ts'
import { counties, type Facts } from '../scene/who.ts'
import { toPeople, toSignedIn, type Answer, type Call } from './call.ts'
import { readsAudit, seats } from './reach.ts'
import { isActivity, isAuthor, isNamed, seesActivity } from './record-rules.ts'

/** Who may decide: managers of the county it was held in, and of its organisation. */
export const manages = ({ leads, counties: mine }: Facts, name: RecordName): boolean => {
  const record = factsOfRecord(name)
  return record !== undefined && isActivity(record) && (leads.includes(record.organisation) || mine.includes(record.host))
}

/** Nobody decides about a record of one's own, or one that one took part in. */
export const isOwn = ({ person }: Facts, { author, people }: RecordFacts): boolean =>
  person !== null && (person === author || people.includes(person))

const reviewOf = (who: Facts, name: RecordName): Answer => {
  const record: RecordFacts = records[name]
  if (!isActivity(record) || !seesActivity(who, record)) return '404 notFound'
  if (!manages(who, name) || isOwn(who, record)) return '403 forbidden'
  return mayChange(record.status, 'approved', 'reviewer') ? 'ok' : '422 invalid'
}

export const mayDecide = (who: Facts, name: RecordName): boolean => manages(who, name) && !isOwn(who, records[name])
  && (['returned', 'approved', 'void'] as const).some((to) => mayChange(records[name].status, to, 'reviewer'))
export const readsReviews = (who: Facts, name: RecordName): boolean =>
  name in reviews && isActivity(records[name]) && seesActivity(who, records[name])
/** Who manages it, or may read the audit of its organisation. What was never shared stands in none. */
export const readsTimeline = (who: Facts, name: RecordName): boolean =>
  manages(who, name) || (records[name].shared && readsAudit(who, records[name].organisation))

/** Author and team need no leave; whoever else sees the record opens them, those of a piece through what it is a piece of. */
const mayOpen = (who: Facts, name: RecordName): boolean => {
  const whole = name === 'part' ? records.visit : records[name]
  return isAuthor(who, records[name]) || isNamed(who, records[name]) || (isActivity(whole) && seesActivity(who, whole))
}

const ofRecord = (name: RecordName): Call[] => {
  const call = (fn: string, given: Call['given'], answers: Call['answers']): Call => ({ about: `${fn} of ${name}`, name: fn, given, answers })
  const document = idOf(name)
  return [
    call('api.review', { document, revision: records[name].revisions, decision: 'approved', reason: '' }, toPeople((who) => reviewOf(who, name))),
    call('api.open_photos', { document }, toPeople((who) => mayOpen(who, name) ? 'ok' : '404 notFound')),
    call('private.record_reviews', { document }, toSignedIn((who) => readsReviews(who, name) ? 'ok' : 'empty')),
    call('private.record_timeline', { document }, toSignedIn((who) => readsTimeline(who, name) ? 'ok' : 'empty')),
    call('private.decisions', { document }, toSignedIn((who) => mayDecide(who, name) ? 'ok' : 'empty')),
  ]
}

/** The organisation that answers for a finding; else who inspected, and who manages the county of the visit. */
const partIn = (who: Facts, no: keyof typeof findings): 'responsible' | 'checker' | null => {
  if (who.organisations.includes(findings[no])) return 'responsible'
  return isOwn(who, records.visit) || who.counties.includes(counties.wuchuan) ? 'checker' : null
}

const step = (no: keyof typeof findings, to: string, method: string | null, by: 'responsible' | 'checker' | null): Call => ({
  about: `api.move_finding ${no} to ${to}`, name: 'api.move_finding',
  given: { visit: idOf('visit'), finding: String(no), to_state: to, note: '已按整改要求完成', method },
  answers: toPeople((who) => partIn(who, no) === null ? '404 notFound' : partIn(who, no) === by ? 'ok' : '422 invalid'),
})

export const decisionCalls: readonly Call[] = [
  ...recordNames.flatMap(ofRecord),
  { about: 'api.review of another revision', name: 'api.review', given: { document: idOf('wuchuan'), revision: 2, decision: 'approved', reason: '' },
    answers: toPeople((who) => reviewOf(who, 'wuchuan') === 'ok' ? '422 invalid' : reviewOf(who, 'wuchuan')) },
  { about: 'api.review without a reason', name: 'api.review', given: { document: idOf('wuchuan'), revision: 1, decision: 'returned', reason: '' },
    answers: toPeople(() => '422 invalid') },
  step(1, 'rectifying', null, 'responsible'), step(1, 'escalated', null, 'checker'), step(1, 'closed', null, null),
  // What was said to be put right is looked at again, in a way that is named, by somebody else.
  step(movedFinding, 'closed', 'photo', 'checker'), step(movedFinding, 'rectifying', 'onsite', 'checker'),
  step(movedFinding, 'closed', null, null), step(movedFinding, 'submitted', null, null),
  { about: 'api.audit_heads', name: 'api.audit_heads', given: {},
    answers: toPeople((who) => Object.keys(seats).some((each) => readsAudit(who, Number(each))) ? 'ok' : 'empty') },
]
