-- Who the caller is, as the phone keeps it.

-- {person_id, name, account, memberships: [{id, role, organisation_id, organisation_name, area_id, area_name,
-- county_id}]}. `forbidden` for a session without a person: a signed-up account that has joined nothing.
create function api.me() returns jsonb
language plpgsql stable security invoker set search_path = '' as $$
declare me uuid := private.my_person_id();
begin
  if me is null then perform private.fail('forbidden', 403, 'no person'); end if;
  return (
    select jsonb_build_object('person_id', p.id, 'name', p.name, 'account', a.name, 'memberships', coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role, 'organisation_id', m.organisation_id,
        'organisation_name', coalesce(o.name, ''), 'area_id', m.area_id, 'area_name', coalesce(area.name, ''),
        'county_id', o.county_id) order by m.id)
      from app.memberships m
      left join app.organisations o on o.id = m.organisation_id
      left join app.areas area on area.id = m.area_id
      where m.person_id = me and private.is_current(m)), '[]'))
    from app.people p join app.accounts a on a.person_id = p.id and a.user_id = (select auth.uid())
    where p.id = me);
end $$;

grant execute on function private.is_current(app.memberships), api.me() to authenticated;
