-- The scoring engine, as src/domain/checklist has it: whole hundredths, rounded once, half up, and a reason for every
-- score. A test compares the two on generated templates and answers. Nothing here reads a table; numbers of a template
-- were checked before it was published, numbers of answers are checked here.
--
-- Each step is one statement over all items and calls hardly a function of ours within: a sheet of sixteen items takes
-- about a millisecond, where functions per item and number took twenty. `offset 0` keeps a step from being worked out again by the next.

-- What was found for each item, in whole numbers: {item, state, sound answer, whether it is met}. `value` is a quantity in
-- hundredths or the score of a grade; `part` of `whole` is a ratio, a sample, or the parts present. `no_share` says why two
-- numbers make none; of a total of nothing that may not be left out there is none of one.
create function private.checklist_findings(template jsonb, answers jsonb)
returns table (section_n int, item_n int, section text, item jsonb, override numeric, state text, most numeric,
  target numeric, yes boolean, value numeric, part numeric, whole numeric, label text, met boolean, no_share text)
language plpgsql immutable set search_path = '' as $$
begin
  return query
  select s.n::int, i.n::int, s.section ->> 'code', i.item, r.override,
    case when not r.applies then 'not_applicable' when r.omitted then 'omitted' when m.sound then 'scored' else 'open' end,
    r.most, r.target, a.yes, coalesce(a.value, c.score), coalesce(a.part, p.present), coalesce(case a.whole when 0 then 1 else a.whole end, nullif(p.total, 0)), c.label,
    m.sound and (r.bonus or case r.type
      when 'yes_no' then a.yes
      when 'count' then r.target is null or a.value >= r.target
      when 'ratio' then r.target is null or a.part * 10000 >= r.target * greatest(a.whole, 1)
      when 'sample' then a.part * 10000 >= coalesce(r.target, 10000) * a.whole
      when 'parts' then p.present = p.total
      when 'grade' then c.score > 0
      else true end), q.no_share
  from jsonb_array_elements(template -> 'sections') with ordinality as s(section, n)
  cross join lateral jsonb_array_elements(s.section -> 'items') with ordinality as i(item, n)
  cross join lateral (
    select i.item ->> 'answer' as type, i.item #>> '{rule,kind}' = 'bonus' as bonus, (i.item ->> 'max')::numeric * 100 as most,
      (i.item ->> 'target')::numeric * 100 as target, given -> 'answer' as answer,
      i.item -> 'applies_to' = '[]' or i.item -> 'applies_to' ? (answers ->> 'institution') as applies,
      i.item -> 'omittable' = 'true' as omittable, i.item -> 'omittable' = 'true' and coalesce(given ->> 'na_reason', '') <> ''
        and private.trimmed(given ->> 'na_reason') <> '' as omitted,
      case jsonb_typeof(given -> 'override') when 'number' then (given ->> 'override')::numeric end as override
    from (select answers #> array['items', i.item ->> 'code'] as given offset 0) as g offset 0
  ) as r
  cross join lateral (
    select case jsonb_typeof(r.answer -> 'yes') when 'boolean' then (r.answer ->> 'yes')::boolean end as yes,
      case jsonb_typeof(r.answer -> 'count') when 'number' then (r.answer ->> 'count')::numeric * 100 end as value,
      case jsonb_typeof(r.answer -> part_key) when 'number' then (r.answer ->> part_key)::numeric end as part,
      case jsonb_typeof(r.answer -> whole_key) when 'number' then (r.answer ->> whole_key)::numeric end as whole
    from (select case r.type when 'ratio' then 'part' when 'sample' then 'passed' end as part_key,
                 case r.type when 'ratio' then 'whole' when 'sample' then 'sampled' end as whole_key) as keys offset 0
  ) as a
  cross join lateral (
    select count(*)::numeric as total, (count(*) filter (where r.answer -> 'present' ? (named ->> 'code')))::numeric as present
    from jsonb_array_elements(case when r.type = 'parts' then i.item #> '{rule,parts}' else '[]' end) as named
  ) as p
  left join lateral (
    select choice ->> 'text' as label, (choice ->> 'score')::numeric * 100 as score
    from jsonb_array_elements(case when r.type = 'grade' then i.item #> '{rule,choices}' else '[]' end) as choice
    where choice -> 'code' = r.answer -> 'grade'
  ) as c on true
  cross join lateral (
    select given.countable, case when given.countable then case
      when a.part > a.whole then case r.type when 'ratio' then 'more_than_whole' else 'more_than_drawn' end
      when a.whole = 0 then case r.type when 'ratio' then 'nothing_to_share' else 'nothing_drawn' end end end as no_share
    from (select a.part between 0 and 1000000 and a.whole between 0 and 1000000 and a.part = trunc(a.part) and a.whole = trunc(a.whole)
      as countable) as given
    offset 0
  ) as q
  cross join lateral (
    select coalesce(case r.type
      when 'yes_no' then a.yes is not null
      when 'count' then a.value between 0 and 100000000 and a.value = trunc(a.value)
      when 'ratio' then q.countable and (q.no_share is null or q.no_share = 'nothing_to_share' and not r.omittable)
      when 'sample' then q.countable and q.no_share is null
      when 'parts' then jsonb_typeof(r.answer -> 'present') = 'array'
      when 'grade' then c.score is not null
      when 'text' then jsonb_typeof(r.answer -> 'text') = 'string' and private.trimmed(r.answer ->> 'text') <> '' end, false) as sound
    offset 0
  ) as m;
end $$;

-- Each item's score by its rule and by hand, with the sentence that explains it: key and parameters of what was found
-- (`fact`) and of what follows (`outcome`). `score` is what counts, `computed` what the rule gives.
create function private.checklist_item_scores(template jsonb, answers jsonb)
returns table (section_n int, item_n int, section text, item jsonb, state text, score numeric, most numeric, met boolean,
  fact jsonb, outcome jsonb)
language plpgsql immutable set search_path = '' as $$
begin
  return query
  select f.section_n, f.item_n, f.section, f.item, f.state, case when o.by_hand then f.override else w.score end,
    case when f.state in ('not_applicable', 'omitted') or k.kind = 'bonus' then 0 else f.most end,
    case when f.state <> 'scored' then null when o.by_hand then k.kind = 'bonus' or f.override = f.most or (f.override <> 0 and f.met)
      else f.met end,
    case when f.state <> 'scored' then jsonb_build_object('key', case when f.state = 'open' then coalesce(f.no_share, 'open') else f.state end, 'params', '{}'::jsonb)
      else case f.item ->> 'answer'
      when 'yes_no' then jsonb_build_object('key', case when f.yes then 'yes' else 'no' end, 'params', '{}'::jsonb)
      when 'count' then jsonb_build_object('key', case when f.target is null then 'count' else 'count_target' end, 'params',
        jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text, 'value', trim_scale(f.value / 100)::text,
          'unit', f.item -> 'unit')))
      when 'ratio' then case when f.no_share is not null then jsonb_build_object('key', case when f.target is null then 'ratio_of_nothing'
          else 'ratio_of_nothing_target' end, 'params', jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text)))
        else jsonb_build_object('key', case when f.target is null then 'ratio' else 'ratio_target' end, 'params',
        jsonb_strip_nulls(jsonb_build_object('target', trim_scale(f.target / 100)::text,
          'value', trim_scale(div(2 * f.part * 10000 + f.whole, 2 * f.whole) / 100)::text,
          'part', trim_scale(f.part)::text, 'whole', trim_scale(f.whole)::text))) end
      when 'parts' then jsonb_build_object('key', 'parts', 'params', jsonb_build_object('total', f.whole::text, 'present', f.part::text))
      when 'sample' then jsonb_build_object('key', 'sample', 'params',
        jsonb_build_object('sampled', trim_scale(f.whole)::text, 'passed', trim_scale(f.part)::text, 'unit', f.item -> 'unit'))
      when 'grade' then jsonb_build_object('key', 'grade', 'params', jsonb_build_object('grade', f.label))
      else jsonb_build_object('key', 'text', 'params', '{}'::jsonb) end end,
    case when f.state <> 'scored' then null when o.by_hand then jsonb_build_object('key', 'overridden', 'params',
        jsonb_build_object('computed', trim_scale(w.score / 100)::text, 'score', trim_scale(f.override / 100)::text))
      else case k.kind
      when 'tiered' then case when k.tier is null then jsonb_build_object('key', 'no_tier', 'params', '{}'::jsonb)
        else jsonb_build_object('key', 'tiered', 'params', jsonb_build_object(
          'from', trim_scale((k.tier ->> 'from')::numeric)::text, 'score', trim_scale(w.score / 100)::text)) end
      when 'bonus' then jsonb_build_object('key', 'bonus', 'params', jsonb_build_object('score', trim_scale(w.score / 100)::text))
      when 'sampled_rate' then jsonb_build_object('key', 'sampled_rate', 'params',
        jsonb_build_object('max', trim_scale(f.most / 100)::text, 'score', trim_scale(w.score / 100)::text))
      when 'not_scored' then jsonb_build_object('key', 'not_scored', 'params', '{}'::jsonb)
      else case
        when k.lost is not null and not f.met then jsonb_build_object(
          'key', k.kind || case when k.lost > f.most then '_all' else '' end, 'params', jsonb_strip_nulls(jsonb_build_object(
            'step', trim_scale(k.step / 100)::text, 'unit', case when k.kind = 'per_n_units' then f.item -> 'unit' end,
            'deduct', trim_scale(k.deduct / 100)::text, 'lost', trim_scale(least(k.lost, f.most) / 100)::text)))
        when k.kind = 'graded' and w.score > 0 then jsonb_build_object('key', 'full', 'params',
          jsonb_build_object('score', trim_scale(w.score / 100)::text))
        when k.kind = 'graded' or not f.met then jsonb_build_object('key', case when f.most = 0 then 'fail' else 'none' end, 'params', '{}'::jsonb)
        when f.most = 0 then jsonb_build_object('key', 'pass', 'params', '{}'::jsonb)
        else jsonb_build_object('key', 'full', 'params', jsonb_build_object('score', trim_scale(f.most / 100)::text)) end end end
  from private.checklist_findings(template, answers) as f
  cross join lateral (
    select rule ->> 'kind' as kind, (rule ->> 'step')::numeric * 100 as step, (rule ->> 'deduct')::numeric * 100 as deduct,
      case when f.state = 'scored' then case rule ->> 'kind'
        when 'per_missing' then (f.whole - f.part) * (rule ->> 'deduct')::numeric * 100
        when 'per_n_units' then div(greatest(f.target - f.value, 0), (rule ->> 'step')::numeric * 100) * (rule ->> 'deduct')::numeric * 100
        when 'per_pct_point' then div(greatest(f.target * f.whole - f.part * 10000, 0), (rule ->> 'step')::numeric * 100 * f.whole)
          * (rule ->> 'deduct')::numeric * 100 end end as lost,
      case when rule ->> 'kind' = 'tiered' and f.state = 'scored' then (
        select t from jsonb_array_elements(rule -> 'tiers') as t
        where case when f.whole is null then f.value >= (t ->> 'from')::numeric * 100
          else f.part * 10000 >= (t ->> 'from')::numeric * 100 * f.whole end
        order by (t ->> 'from')::numeric desc limit 1) end as tier,
      rule
    from (select f.item -> 'rule' as rule) as given offset 0
  ) as k
  cross join lateral (
    select case when f.state <> 'scored' then 0 else case k.kind
      when 'all_or_nothing' then case when f.met then f.most else 0 end
      when 'tiered' then case when k.tier is null then 0 else least(f.most, (k.tier ->> 'score')::numeric * 100) end
      when 'graded' then least(f.most, f.value)
      when 'bonus' then least((k.rule ->> 'most')::numeric * 100, (k.rule ->> 'add')::numeric * 100
        * case when f.yes is null then div(f.value, k.step) when f.yes then 1 else 0 end)
      when 'sampled_rate' then div(2 * f.most * f.part + f.whole, 2 * f.whole)
      when 'not_scored' then 0
      else case when f.met then f.most else f.most - least(f.most, k.lost) end end end as score
    offset 0
  ) as w
  cross join lateral (
    select coalesce(f.state = 'scored' and f.override = trunc(f.override) and most_by_hand > 0
      and f.override between 0 and most_by_hand, false) as by_hand
    from (select case when k.kind = 'bonus' then coalesce((k.rule ->> 'most')::numeric * 100, 10000) else f.most end as most_by_hand) as limits
    offset 0
  ) as o;
end $$;
