import { check, dropped, policy, type Mutant } from './mutant.ts'

const mine = '(select private.my_person_id())'
const organisations = '(select private.my_organisation_ids())::int[]'
const counties = '(select private.my_county_ids())::int[]'

export const policyMutants: readonly Mutant[] = [
  { name: 'documents: the author\'s condition dropped', sql: policy('authors and named teams read their documents', 'app.documents', 'true') },
  { name: 'documents: the team forgotten', sql: policy('authors and named teams read their documents', 'app.documents', `author_id = ${mine}`) },
  { name: 'documents: organisations see drafts', sql: policy('organisations read their shared documents', 'app.documents', `organisation_id = any(${organisations})`) },
  { name: 'documents: managers of the home forgotten', sql: policy('managers read shared documents of their counties', 'app.documents', `host_county_id = any(${counties})`) },
  { name: 'documents: managers see where they belong', sql: policy('managers read shared documents of their counties', 'app.documents', `host_county_id = any(${organisations})`) },
  { name: 'documents: anybody revises what they read', sql: policy('authors revise their documents', 'app.documents', 'true') },
  { name: 'documents: written for any organisation', sql: check('authors add documents for their organisations', 'app.documents', `author_id = ${mine}`) },
  { name: 'documents: written in anybody\'s name', sql: check('authors add documents for their organisations', 'app.documents', `organisation_id = any(${organisations})`) },
  { name: 'revisions: earlier ones shown', sql: policy('who reads a document reads its newest revision, its author all', 'app.document_revisions', 'exists (select 1 from app.documents d where d.id = document_id)') },
  { name: 'revisions: written by who reads', sql: check('authors add revisions to their documents', 'app.document_revisions', 'exists (select 1 from app.documents d where d.id = document_id)') },
  { name: 'activities: every manager sees all', sql: policy('managers read activities of their counties', 'app.activities', `cardinality(${counties}) > 0`) },
  { name: 'activities: organisers see them', sql: policy('organisations read their activities', 'app.activities', 'cardinality((select private.my_organisation_ids())) > 0') },
  { name: 'activities: the author forgotten', sql: dropped('authors read their activities', 'app.activities'),
    survives: 'whoever hands in belongs to the organisation that is named, and it sees the activity; only a former member loses by it' },
  { name: 'filings: for everybody', sql: policy('who reads an activity reads its filings', 'app.free_clinic_filings', 'true') },
  { name: 'findings: for everybody', sql: policy('who reads an activity reads its findings', 'app.findings', 'true') },
  { name: 'roster: compared with itself', sql: policy('who reads an activity reads its roster', 'app.training_trainees', 'exists (select 1 from app.activities a where a.id = a.id)') },
  { name: 'people: everybody reads everybody', sql: policy("people read themselves and their organisation's people", 'app.people', `${mine} is not null`) },
  { name: 'people: added to any organisation', sql: check('people add people to their organisation', 'app.people', `created_by = ${mine}`) },
  { name: 'people: added in another\'s name', sql: check('people of an organisation add people of none', 'app.people', 'organisation_id is null and cardinality((select private.my_organisation_ids())) > 0') },
  { name: 'contacts: of colleagues', sql: policy('people read their own contacts', 'app.person_contacts', 'exists (select 1 from app.people p where p.id = person_id)') },
  { name: 'memberships: of colleagues', sql: policy('people read their own memberships', 'app.memberships', `organisation_id = any(${organisations}) or person_id = ${mine}`) },
  { name: 'accounts: open to everybody', sql: policy('people read their own account', 'app.accounts', 'true') },
  { name: 'photos: organisations see what was dropped or is a draft', sql: policy('organisations read photos of their shared records', 'app.photos', 'exists (select 1 from app.documents d where d.id = document_id) or cardinality((select private.my_organisation_ids())) > 0') },
  { name: 'photos: the team forgotten', sql: dropped('named teams read photos of their records', 'app.photos') },
  { name: 'pictures: whole bucket to everybody', sql: policy('who sees a photo reads its picture', 'storage.objects', "bucket_id = 'photos'") },
  { name: 'pictures: anybody adds', sql: check('authors add pictures that their manifests expect', 'storage.objects', "bucket_id = 'photos'") },
  { name: 'totals: of every county', sql: policy('managers read totals of their counties', 'app.county_rollups', `cardinality(${counties}) > 0`) },
  { name: 'plans: managers forgotten', sql: dropped('managers read plans for their counties', 'app.plans') },
  { name: 'entries at sessions: of the organisation', sql: policy('authors read the entries at their sessions', 'app.session_entries', 'exists (select 1 from app.documents d where d.id = document_id)') },
  { name: 'checklists: unpublished ones shown', sql: policy('everyone signed in reads published checklists', 'app.checklist_templates', 'true') },
  { name: 'organisations: for strangers', sql: policy('people with an account read organisations', 'app.organisations', 'true') },
  { name: 'a policy to PUBLIC', sql: 'alter policy "everyone signed in reads areas" on app.areas to public' },
]
