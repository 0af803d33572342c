-- What managers decide about records of others: to return one for more work, to approve it, to make it void. The lawful
-- changes stand in private.transitions. Nobody reviews a record of one's own, one that one took part in,
-- or one to which something of one's own belongs.

create table app.reviews (
  id int generated always as identity primary key,
  document_id uuid not null references app.documents on delete cascade,
  revision int not null,
  decision text not null check (decision in ('returned', 'approved', 'void')),
  reason text not null check (char_length(reason) <= 500),
  reviewer_id uuid not null references app.people on delete restrict,
  at timestamptz not null default now(),
  check (decision = 'approved' or char_length(reason) >= 2)
);

create index reviews_document on app.reviews (document_id, id);
create index reviews_reviewer on app.reviews (reviewer_id);

alter table app.reviews enable row level security;
alter table app.reviews force row level security;

create policy "who reads a record reads its reviews" on app.reviews
  for select to authenticated using (exists (select 1 from app.documents d where d.id = document_id));

grant select on app.reviews to authenticated;

-- Whether the caller wrote a record, took part in it, or wrote something that belongs to it: a part of a visit, a stop of a
-- tour. Definer: what belongs to it need not be the caller's to read.
create function private.took_part(record uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := private.my_person_id();
  line uuid[] := private.lineage(record);
begin
  return exists (
    select 1 from app.documents d
    where (d.id = record or (d.parent_id = any(line) and d.status <> 'void')) and d.author_id = me
  ) or exists (select 1 from app.activity_people p where p.activity_id = record and p.person_id = me);
end $$;

-- Writes a decision and the record's new status. Definer: a reviewer has no write grant on what others wrote. Failures are
-- those of api.review.
create function private.review(document uuid, revision int, decision text, reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  d app.documents;
  a app.activities;
begin
  select * into d from app.documents x where x.id = document for update;
  select * into a from app.activities x where x.id = document;
  if a.id is null or not private.sees(a) then perform private.fail('notFound', 404); end if;
  if not private.manages(a) then perform private.fail('forbidden', 403, 'manager'); end if;
  if private.took_part(document) then perform private.fail('forbidden', 403, 'own record'); end if;
  if d.revision <> review.revision then perform private.fail('invalid', 422, 'changed meanwhile'); end if;
  if not exists (select 1 from private.transitions t
                 where t.from_status = d.status and t.to_status = review.decision and t.by_part = 'reviewer') then
    perform private.fail('invalid', 422, 'transition');
  end if;
  perform private.lock_totals_of_activities(array[document]);
  insert into app.reviews (document_id, revision, decision, reason, reviewer_id)
  values (document, review.revision, review.decision, review.reason, private.my_person_id());
  update app.documents set status = review.decision where id = document;
  update app.activities set status = review.decision where id = document;
end $$;

-- Returns, approves or voids the revision of a record that the caller looked at; for returning and voiding with a reason of
-- 2 to 500 characters. Gives {status}. `notFound` for a record out of sight, `forbidden` for one that the caller does not
-- manage or took part in, `invalid` with what is wrong: `decision`, `reason`, `changed meanwhile`, `transition`.
create function api.review(document uuid, revision int, decision text, reason text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare why text := private.trimmed(reason);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if decision is null or decision not in ('returned', 'approved', 'void') then perform private.fail('invalid', 422, 'decision'); end if;
  if char_length(why) > 500 or (decision <> 'approved' and char_length(why) < 2) or private.has_personal_number(why) then
    perform private.fail('invalid', 422, 'reason');
  end if;
  perform private.review(document, revision, decision, why);
  return jsonb_build_object('status', decision);
end $$;

grant execute on function private.took_part(uuid), private.review(uuid, int, text, text), api.review(uuid, int, text, text) to authenticated;
