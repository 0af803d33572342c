-- Checklists (检查表) by code and version. A published version never changes, for visits are judged by it for years: an
-- edit is a new version. The text is what was hashed; its shape is src/domain/checklist/template.ts.

create table app.checklist_templates (
  code text not null check (code ~ '^[a-z0-9_]{3,60}$'),
  version int not null check (version > 0),
  template text not null check (octet_length(template) <= 262144),
  sha256 text not null check (sha256 = encode(sha256(convert_to(template, 'UTF8')), 'hex')),
  -- Null while it is being written.
  published_at timestamptz,
  -- Whose own weights it has (27_area_checklists); null: it holds everywhere.
  area_id int references app.areas on delete restrict,
  primary key (code, version),
  check (coalesce(private.try_jsonb(template) ->> 'code' = code, false)),
  check (coalesce(private.try_jsonb(template) -> 'version' = to_jsonb(version), false)),
  check (private.try_jsonb(template) #> '{own,area_id}' is not distinct from to_jsonb(area_id))
);

create index checklist_templates_area on app.checklist_templates (area_id);

-- Published versions stay as they are, and stay.
create function private.tg_checklist_templates__immutable() returns trigger
language plpgsql set search_path = '' as $$
begin
  if old.published_at is not null then perform private.fail('invalid', 422, 'published'); end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger checklist_templates_100_immutable before update or delete on app.checklist_templates
  for each row execute function private.tg_checklist_templates__immutable();

alter table app.checklist_templates enable row level security;
alter table app.checklist_templates force row level security;
create policy "everyone signed in reads published checklists" on app.checklist_templates
  for select to authenticated using (published_at is not null);
grant select on app.checklist_templates to authenticated;

-- The published template of a code and version, when its hash is the one given; null otherwise.
create function private.checklist_template(code text, version int, sha256 text) returns jsonb
language sql stable set search_path = '' as $$
  select private.try_jsonb(t.template) from app.checklist_templates t
  where t.code = checklist_template.code and t.version = checklist_template.version
    and t.sha256 = checklist_template.sha256 and t.published_at is not null
$$;

grant execute on function private.checklist_template(text, int, text) to authenticated;
