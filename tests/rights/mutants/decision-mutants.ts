import { inFunction, type Mutant } from './mutant.ts'

const members = 'private.my_programme_ids()'
const review = 'private.review(uuid,int,text,text)'
const move = 'private.move_finding(uuid,text,text,text,text)'

/** Mistakes in what is decided about records and findings, in programmes, and in the audit. */
export const decisionMutants: readonly Mutant[] = [
  { name: 'drafts shared with partners', sql: inFunction('private.tg_documents__scope()', "new.scope_programme_ids := case when shared then new.programme_ids else '{}' end", 'new.scope_programme_ids := new.programme_ids') },
  { name: 'members see each other', sql: inFunction(members, "and m.part in ('lead', 'supporter', 'recipient')", '') },
  { name: 'one end of a pairing sees nothing', sql: inFunction(members, "'lead', 'supporter', 'recipient'", "'lead', 'recipient'") },
  { name: 'programmes never end', sql: inFunction(members, 'and private.is_part(m, today)', '') },
  { name: 'anybody reviews what they see', sql: inFunction(review, "if not private.manages(a) then perform private.fail('forbidden', 403, 'manager'); end if;", '') },
  { name: 'participants review', sql: inFunction('private.took_part(uuid)', 'p.activity_id = record and p.person_id = me', 'false') },
  { name: 'reviews of one\'s own', sql: inFunction(review, "if private.took_part(document) then perform private.fail('forbidden', 403, 'own record'); end if;", '') },
  { name: 'reviews of what was not looked at', sql: inFunction(review, "if d.revision <> review.revision then perform private.fail('invalid', 422, 'changed meanwhile'); end if;", '') },
  { name: 'reviews without transitions', sql: inFunction(review, 't.from_status = d.status and ', '') },
  { name: 'decisions for participants', sql: inFunction('private.decisions(uuid)', 'or private.took_part(document)', '') },
  { name: 'reasons for everybody', sql: inFunction('private.record_reviews(uuid)', 'and private.sees(a)', '') },
  { name: 'the trail for everybody', sql: inFunction('private.record_timeline(uuid)', "(manages or e.organisation_id = any(private.my_managed_organisation_ids()) or e.county_id = any(private.my_county_ids()))", 'true') },
  { name: 'findings for whoever sees them', sql: inFunction('private.finding_part(app.findings)', 'a.author_id = me or a.host_county_id = any(private.my_county_ids())', 'true') },
  { name: 'the responsible organisation closes out', sql: inFunction(move, 'and t.by_part = part', '') },
  { name: 'findings closed unseen', sql: inFunction(move, "if (now_state = 'submitted' and to_state in ('closed', 'rectifying')) <> (method is not null) then", 'if false then') },
  { name: 'a step of findings added', sql: "insert into private.finding_transitions values ('open', 'closed', 'checker')" },
  { name: 'anybody opens pictures', sql: inFunction('private.open_photos(uuid)', 'a.id is null or not private.sees(a)', 'a.id is null') },
  { name: 'pictures of pieces stay shut', sql: inFunction('private.open_photos(uuid)', '(select d.parent_id from app.kinds k where k.slug = d.kind and k.piece)', 'null') },
  { name: 'the audit can be changed', sql: 'drop trigger audit_100_append_only on app.audit' },
  { name: 'the audit can be emptied', sql: 'drop trigger audit_110_append_only on app.audit' },
  { name: 'entries by whoever likes', sql: 'grant execute on function private.audit(jsonb) to authenticated' },
  { name: 'an unlinked chain', sql: inFunction('private.audit(jsonb)', 'e.previous := e.hash;', "e.previous := '';") },
]
