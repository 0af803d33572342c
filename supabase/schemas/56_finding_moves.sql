-- What becomes of a finding (问题) after the visit: the responsible organisation puts it right and says so, and somebody
-- else looks again and closes it out (销号) or sends it back. The visit's signed text stays as it is; each step is a row, of the finding by its id,
-- which no correction of the visit gives to another. Steps of one that a correction left out are seen again should it return.

-- Lawful steps; src/domain/finding-life.ts holds the same rows. `checker`: an inspector of the visit or a manager of the
-- county it was held in, never of the responsible organisation.
create table private.finding_transitions (
  from_state text not null,
  to_state text not null,
  by_part text not null check (by_part in ('responsible', 'checker')),
  primary key (from_state, to_state, by_part)
);

alter table private.finding_transitions enable row level security;
alter table private.finding_transitions force row level security;
create policy "everyone signed in reads steps of findings" on private.finding_transitions
  for select to authenticated using (true);
grant select on private.finding_transitions to authenticated;

insert into private.finding_transitions values
  ('open', 'rectifying', 'responsible'), ('open', 'submitted', 'responsible'),
  ('rectifying', 'submitted', 'responsible'), ('escalated', 'submitted', 'responsible'),
  ('submitted', 'closed', 'checker'), ('submitted', 'rectifying', 'checker'),
  ('open', 'escalated', 'checker'), ('rectifying', 'escalated', 'checker'), ('submitted', 'escalated', 'checker');

create table app.finding_moves (
  id int generated always as identity primary key,
  activity_id uuid not null references app.activities on delete cascade,
  finding_id text not null,
  from_state text not null,
  to_state text not null check (to_state in ('open', 'rectifying', 'submitted', 'closed', 'escalated')),
  -- How it was looked at again, where that is the step.
  method text check (method in ('onsite', 'photo', 'doc')),
  note text not null check (char_length(note) between 2 and 500),
  person_id uuid not null references app.people on delete restrict,
  at timestamptz not null default now()
);

create index finding_moves_finding on app.finding_moves (activity_id, finding_id, id);
create index finding_moves_person on app.finding_moves (person_id);

alter table app.finding_moves enable row level security;
alter table app.finding_moves force row level security;

create policy "who reads a finding reads its steps" on app.finding_moves
  for select to authenticated using (
    exists (select 1 from app.findings f where f.activity_id = finding_moves.activity_id and f.id = finding_moves.finding_id));

grant select on app.finding_moves to authenticated;

-- The organisation that has to put a finding right reads it, though not the visit it stands in.
create policy "responsible organisations read their findings" on app.findings
  for select to authenticated using (responsible_org_id = any((select private.my_organisation_ids())::int[]));

-- Where a finding stands now.
create function private.finding_state(activity uuid, finding text) returns text
language sql stable set search_path = '' as $$
  select coalesce((
    select m.to_state from app.finding_moves m
    where m.activity_id = activity and m.finding_id = finding order by m.id desc limit 1), 'open')
$$;

-- The caller's parts in a finding: `responsible`, `checker`, both never.
create function private.finding_part(f app.findings) returns text
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if f.responsible_org_id = any(private.my_organisation_ids()) then return 'responsible'; end if;
  if exists (
    select 1 from app.activities a where a.id = f.activity_id and a.status in ('submitted', 'approved') and (
      a.author_id = me or a.host_county_id = any(private.my_county_ids())
      or exists (select 1 from app.activity_people p where p.activity_id = a.id and p.person_id = me))) then
    return 'checker';
  end if;
  return null;
end $$;

-- Writes a step. Definer: steps have no write grant, and the visit is not the responsible organisation's to read.
create function private.move_finding(visit uuid, finding text, to_state text, note text, method text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  f app.findings;
  part text;
  now_state text;
begin
  perform 1 from app.documents d where d.id = visit for update;
  select * into f from app.findings x where x.activity_id = visit and x.id = finding;
  part := private.finding_part(f);
  if f.activity_id is null or part is null then perform private.fail('notFound', 404); end if;
  now_state := private.finding_state(visit, finding);
  if not exists (select 1 from private.finding_transitions t
                 where t.from_state = now_state and t.to_state = move_finding.to_state and t.by_part = part) then
    perform private.fail('invalid', 422, 'transition');
  end if;
  -- Closed out by a second person: who reported it put right does not also say that it is.
  if now_state = 'submitted' and (
    select m.person_id from app.finding_moves m where m.activity_id = visit and m.finding_id = f.id order by m.id desc limit 1
  ) = private.my_person_id() then
    perform private.fail('forbidden', 403, 'second person');
  end if;
  if (now_state = 'submitted' and to_state in ('closed', 'rectifying')) <> (method is not null) then
    perform private.fail('invalid', 422, 'method');
  end if;
  insert into app.finding_moves (activity_id, finding_id, from_state, to_state, method, note, person_id)
  values (visit, f.id, now_state, move_finding.to_state, move_finding.method, move_finding.note, private.my_person_id());
end $$;

-- Takes a finding a step further: a visit, the finding's id in it, the state, a note of 2 to 500 characters, and for a
-- second look its method (onsite, photo, doc). Gives {state}. `notFound` for one that the caller has no part in,
-- `forbidden` where the second person is wanted, `invalid` with `state`, `note`, `method` or `transition`.
create function api.move_finding(visit uuid, finding text, to_state text, note text, method text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare said text := private.trimmed(note);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if to_state is null or to_state not in ('rectifying', 'submitted', 'closed', 'escalated') then
    perform private.fail('invalid', 422, 'state');
  end if;
  if char_length(said) not between 2 and 500 or private.has_personal_number(said) then perform private.fail('invalid', 422, 'note'); end if;
  if method is not null and method not in ('onsite', 'photo', 'doc') then perform private.fail('invalid', 422, 'method'); end if;
  perform private.move_finding(visit, finding, to_state, said, method);
  return jsonb_build_object('state', to_state);
end $$;

grant execute on function private.finding_state(uuid, text), private.finding_part(app.findings),
  private.move_finding(uuid, text, text, text, text), api.move_finding(uuid, text, text, text, text) to authenticated;
