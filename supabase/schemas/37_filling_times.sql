-- How long filling a form in takes: for each version of a form, how many fillings took so many seconds, in steps of ten.
-- Nothing else is known of a filling: no person, device, record, place or day, and no row of its own.

create table app.filling_times (
  kind text not null references app.kinds on delete cascade,
  answers_version int not null check (answers_version > 0),
  seconds int not null check (seconds between 10 and 14400 and seconds % 10 = 0),
  fillings int not null check (fillings > 0),
  primary key (kind, answers_version, seconds)
);

alter table app.filling_times enable row level security;
alter table app.filling_times force row level security;
create policy "everyone signed in reads filling times" on app.filling_times for select to authenticated using (true);
grant select on app.filling_times to authenticated;

-- How many fillings this hour has brought, so that nobody floods the figures: by the hour, since who sends is not known.
create table app.filling_intake (
  singleton boolean primary key default true check (singleton),
  hour timestamptz not null default '-infinity',
  taken int not null default 0 check (taken >= 0)
);

alter table app.filling_intake enable row level security;
alter table app.filling_intake force row level security;
create policy "nobody reads how many came" on app.filling_intake for select to authenticated using (false);

insert into app.filling_intake default values;

-- Counts fillings [{kind, answers_version, seconds}], those that are sound and for which the hour has room. Gives how many.
-- Definer: nobody holds a write grant.
create function private.add_filling_times(times jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  most_an_hour constant int := 1000;
  this_hour timestamptz := date_trunc('hour', now());
  room int;
  counted int;
begin
  update app.filling_intake set hour = this_hour, taken = case hour when this_hour then taken else 0 end
  returning greatest(0, most_an_hour - taken) into room;
  with sound as (
    select k.slug, private.int_of(each -> 'answers_version') as version, private.int_of(each -> 'seconds') as seconds
    from jsonb_array_elements(times) as each
    join app.kinds k on k.slug = each ->> 'kind' and private.int_of(each -> 'answers_version') between 1 and k.answers_version
    where private.int_of(each -> 'seconds') between 1 and 14400
    limit room
  ), written as (
    insert into app.filling_times as f (kind, answers_version, seconds, fillings)
    select slug, version, greatest(1, round(seconds / 10.0)::int) * 10 as step, count(*) from sound group by slug, version, step
    on conflict (kind, answers_version, seconds) do update set fillings = f.fillings + excluded.fillings
  )
  select count(*) into counted from sound;
  update app.filling_intake set taken = taken + counted;
  return counted;
end $$;

-- Takes JSON text [{kind, answers_version, seconds}], 20 at most, seconds from 1 to 14400; what is not sound is passed over,
-- and so is what an hour brings beyond its measure. Gives {taken}. `forbidden` without a person, `invalid` for no such list.
create function api.put_filling_times(times text) returns jsonb
language plpgsql volatile security invoker set search_path = '' as $$
declare list jsonb := private.try_jsonb(times);
begin
  if private.my_person_id() is null then perform private.fail('forbidden', 403); end if;
  if jsonb_typeof(list) is distinct from 'array' or jsonb_array_length(list) > 20 then
    perform private.fail('invalid', 422, 'times');
  end if;
  return jsonb_build_object('taken', private.add_filling_times(list));
end $$;

-- The middle of all fillings of each form version that has 20 or more: [{kind, answers_version, seconds}].
create function private.filling_medians() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'answers_version', answers_version, 'seconds', median)
    order by kind, answers_version), '[]')
  from (
    select kind, answers_version, min(seconds) filter (where upto * 2 >= whole) as median
    from (
      select f.kind, f.answers_version, f.seconds, sum(f.fillings) over (partition by f.kind, f.answers_version) as whole,
        sum(f.fillings) over (partition by f.kind, f.answers_version order by f.seconds) as upto
      from app.filling_times f
    ) as counted
    group by kind, answers_version having min(whole) >= 20
  ) as medians
$$;

grant execute on function private.add_filling_times(jsonb), private.filling_medians(), api.put_filling_times(text) to authenticated;
