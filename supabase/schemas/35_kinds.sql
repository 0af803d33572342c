-- What each kind says for itself, asked by its name. A line for each kind, and an error for a kind without one: a call that is
-- put together as text would be planned anew for every record.

create function private.answers_problems(kind text, payload jsonb) returns text[]
language plpgsql stable set search_path = '' as $$
begin
  case kind
    when 'free_clinic' then return private.free_clinic_problems(payload);
    when 'circuit_tour' then return private.circuit_tour_problems(payload);
    when 'tour_stop' then return private.tour_stop_problems(payload);
    when 'supervision_visit' then return private.supervision_visit_problems(payload);
    when 'visit_part' then return private.visit_part_problems(payload);
    when 'training_session' then return private.training_session_problems(payload);
  end case;
end $$;

create function private.measures_of(kind text, payload jsonb) returns private.measures
language plpgsql immutable set search_path = '' as $$
begin
  case kind
    when 'free_clinic' then return private.free_clinic_measures(payload);
    when 'circuit_tour' then return private.circuit_tour_measures(payload);
    when 'tour_stop' then return private.tour_stop_measures(payload);
    when 'supervision_visit' then return private.supervision_visit_measures(payload);
    when 'training_session' then return private.training_session_measures(payload);
  end case;
end $$;

grant execute on function private.answers_problems(text, jsonb) to authenticated;
