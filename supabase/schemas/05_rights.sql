-- Who is asking, and what of the world is theirs: the helpers that every policy calls, read live from rows, never from
-- claims. plpgsql binds late, so they can stand before the tables that they read. Definer: they read accounts and
-- memberships, which the caller may not read beyond the own.

-- The person behind the session; null for a stranger, an ended account, or a disabled one.
create function private.my_person_id() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select a.person_id from app.accounts a where a.user_id = auth.uid() and a.active);
end $$;

-- Organisations the caller belongs to today, in any role.
create function private.my_organisation_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    select coalesce(array_agg(distinct m.organisation_id), '{}')
    from app.memberships m
    where m.person_id = me and m.organisation_id is not null and private.is_current(m)
  );
end $$;

-- Counties that the areas managed by the caller today reach down to by the managing line.
create function private.my_county_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return private.counties_below((
    select coalesce(array_agg(distinct m.area_id), '{}')
    from app.memberships m
    where m.person_id = me and m.area_id is not null and private.is_current(m)
  ));
end $$;

-- Organisations that the caller manages today.
create function private.my_managed_organisation_ids() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  return (
    select coalesce(array_agg(distinct m.organisation_id), '{}')
    from app.memberships m
    where m.person_id = me and m.role = 'organisation_manager' and private.is_current(m)
  );
end $$;

grant execute on function private.my_person_id(), private.my_organisation_ids(), private.my_county_ids(),
  private.my_managed_organisation_ids() to authenticated;
