import { activities, factsOfRecord, ofKind, recordNames, recordOf, records } from '../scene/records.ts'
import { findings, movedFinding, openings, reviews } from '../scene/decisions.ts'
import type { RelationRules } from './relation.ts'
import { personOf } from './people.ts'
import { isAuthor, ofActivity, ofRecord, readsPictures, seesActivity, seesRecord } from './record-rules.ts'

/** `record:revision`. */
const revisions: RelationRules = {
  row: `${recordOf('document_id')} || ':' || revision`,
  classes: recordNames.flatMap((name) => records[name].revisions === 2 ? [`${name}:1`, `${name}:2`] : [`${name}:1`]),
  // Earlier revisions are the author's alone, for drafts are among them.
  reads: (who, row) => {
    const [name = '', revision] = row.split(':')
    const record = factsOfRecord(name)
    return record !== undefined && (isAuthor(who, record) || (Number(revision) === record.revisions && seesRecord(who, record)))
  },
  inserts: 'document_id payload revision sha256',
}

const own = (who: Parameters<typeof isAuthor>[0], name: string): boolean => {
  const record = factsOfRecord(name)
  return record !== undefined && isAuthor(who, record)
}

/** Who reads the visit, and the organisation that has to put the finding right. */
const readsFinding: RelationRules['reads'] = (who, no) =>
  seesActivity(who, records.visit) || who.organisations.includes(findings[Number(no) as keyof typeof findings])

export const recordRelations: Readonly<Record<string, RelationRules>> = {
  'app.documents': {
    ...ofRecord('id', seesRecord),
    inserts: 'author_id created_at device_id device_seq host_area_id id kind organisation_id parent_id practice programme_ids replaces revision '
      + 'sealed_at sha256 short_no status',
    updates: 'device_id device_seq host_area_id organisation_id programme_ids received_at revision sealed_at sha256 status',
    changes: own,
  },
  'app.document_revisions': revisions,
  'app.photos': ofRecord('document_id', seesRecord),
  'storage.objects': { ...ofRecord("split_part(name, '/', 1)", readsPictures), openGrants: true },
  'app.photo_views': { row: personOf('person_id'), classes: Object.keys(openings), reads: ({ person }, row) => person === row },
  'app.reviews': ofRecord('document_id', seesRecord, Object.keys(reviews) as (keyof typeof reviews)[]),

  'app.activities': ofActivity(),
  'app.activity_people': {
    row: `${recordOf('activity_id')} || ':' || ${personOf('person_id')}`,
    classes: activities.flatMap((name) => records[name].people.map((person) => `${name}:${person}`)),
    reads: ({ person }, row) => person !== null && row.endsWith(`:${person}`),
  },
  'app.duplicates': ofActivity('id', ['voided']),

  'app.free_clinics': ofActivity('id', ofKind('free_clinic')),
  'app.free_clinic_filings': ofActivity('activity_id', ofKind('free_clinic')),
  'app.circuit_tours': ofActivity('id', ofKind('circuit_tour')),
  'app.tour_stops': ofActivity('id', ofKind('tour_stop')),
  'app.training_sessions': ofActivity('id', ofKind('training_session')),
  'app.training_trainers': ofActivity('activity_id', ofKind('training_session')),
  'app.training_trainees': ofActivity('activity_id', ofKind('training_session')),
  'app.supervision_visits': ofActivity('id', ofKind('supervision_visit')),
  'app.findings': { row: 'no::text', classes: Object.keys(findings), reads: readsFinding },
  'app.finding_moves': { row: 'finding_id', classes: [String(movedFinding)], reads: readsFinding },
  // A code and those who signed in by it are the author's alone.
  'app.session_codes': ofRecord('document_id', isAuthor, ['training']),
  'app.session_entries': ofRecord('document_id', isAuthor, ['training']),
}
