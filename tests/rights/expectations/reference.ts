import { alike, hasPerson, nobody, signedIn, type RelationRules } from './relation.ts'

/** What holds for everybody alike. */
export const referenceRelations: Readonly<Record<string, RelationRules>> = {
  'app.areas': alike(signedIn),
  'app.area_aliases': alike(signedIn),
  'app.rules': alike(signedIn),
  'app.kinds': alike(signedIn),
  'app.server_state': alike(signedIn),
  'app.technique_categories': alike(signedIn),
  'app.techniques': alike(signedIn),
  'app.calendar_days': alike(signedIn),
  'private.transitions': alike(signedIn),
  'private.finding_transitions': alike(signedIn),
  'app.checklist_templates': {
    row: "case when published_at is null then 'unpublished' else 'published' end",
    classes: ['published', 'unpublished'],
    reads: (who, row) => signedIn(who) && row === 'published',
  },
  'app.organisations': alike(hasPerson),
  'app.programmes': alike(hasPerson),
  'app.programme_members': alike(hasPerson),
  'app.organisation_techniques': alike(hasPerson),
  'storage.buckets': { ...alike(nobody), openGrants: true },
}
