import { idOf, recordNames, records, type RecordFacts, type RecordName } from '../scene/records.ts'
import type { Facts } from '../scene/who.ts'
import { toPeople, toSignedIn, type Answer, type Call } from './call.ts'
import { isOwn, manages, mayDecide, readsReviews, readsTimeline } from './calls-of-decisions.ts'
import { isActivity, isAuthor, seesActivity, seesShared } from './record-rules.ts'

const found = (holds: boolean): Answer => holds ? 'ok' : '404 notFound'
/** A code can be opened for what has a roster and is not thrown away or approved. */
const hasRoster = ({ kind }: RecordFacts): boolean => kind === 'training_session'
const isOpen = ({ status }: RecordFacts): boolean => ['draft', 'submitted', 'returned'].includes(status)
const codeOpens = (record: RecordFacts): Answer => isOpen(record) && hasRoster(record) ? 'ok' : '422 invalid'

const ofRecord = (name: RecordName): Call[] => {
  const record: RecordFacts = records[name]
  const id = idOf(name)
  const historyFor = (who: Facts): boolean => isAuthor(who, record) || (isActivity(record) && seesShared(who, record))
  const call = (fn: string, given: Call['given'], answers: Call['answers']): Call => ({ about: `${fn} of ${name}`, name: fn, given, answers })
  return [
    call('api.activity_detail', { id }, toSignedIn((who) => found(isActivity(record) && seesActivity(who, record)))),
    call('api.record_history', { id }, toSignedIn((who) => found(historyFor(who)))),
    ...([['reviews', readsReviews], ['timeline', readsTimeline], ['decisions', mayDecide]] as const).map(([part, rule]): Call => ({
      ...call('api.record_history', { id }, toSignedIn((who) => !historyFor(who) ? '404 notFound' : rule(who, name) ? 'ok' : 'empty')),
      about: `api.record_history of ${name}: ${part}`, part })),
    { ...call('api.session_entries', { document: id }, toPeople((who) => isAuthor(who, record) && hasRoster(record) ? 'ok' : 'empty')),
      part: 'entries' },
    call('api.open_session_code', { document: id, minutes: 10 },
      toPeople((who) => isAuthor(who, record) ? codeOpens(record) : '404 notFound')),
    call('private.record_history', { document: id }, toSignedIn((who) => !historyFor(who) ? 'null' : record.status === 'draft' ? 'empty' : 'ok')),
    call('private.activity_names', { activity: id },
      toSignedIn((who) => isActivity(record) && seesActivity(who, record) ? 'ok' : 'empty')),
    call('private.team_people', { documents: [id] },
      toSignedIn((who) => who.person !== null && record.team.includes(who.person) ? 'ok' : 'empty')),
  ]
}

const pairs: readonly (readonly [RecordName, RecordName])[] =
  [['elsewhere', 'quyang'], ['quyang', 'elsewhere'], ['wuchuan', 'neighbours'], ['elsewhere', 'draft'],
    ['wuchuan', 'paired'], ['paired', 'wuchuan']]

export const recordCalls: readonly Call[] = [
  ...recordNames.flatMap(ofRecord),
  // Alike in kind, day and place, as the scene is: what decides is who manages both and took part in neither.
  ...pairs.map(([kept, other]): Call => ({
    about: `api.void_duplicates of ${other} for ${kept}`, name: 'api.void_duplicates',
    given: { kept: idOf(kept), others: [idOf(other)], reason: '同一场' },
    answers: toPeople((who) => !manages(who, kept) || !manages(who, other) ? '404 notFound'
      : isOwn(who, records[kept]) || isOwn(who, records[other]) ? '403 forbidden' : 'ok'),
  })),
]
