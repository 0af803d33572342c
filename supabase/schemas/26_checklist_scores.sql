-- A whole checklist scored: sections, total and grade, from the items' scores of the file before.

-- Takes a template and {institution, items: {code: {answer, na_reason, override}}}. Gives {items: [{code, state, score, max,
-- met, because: {fact, outcome}}], sections: [{code, score, max, done, count}], done, count, score, max, scored_max, total,
-- grade, failed}; scores in hundredths, the total out of 100 and null until all is answered, the grade null while it is
-- undecided. src/domain/checklist/score.ts says the same.
create function private.score_checklist(template jsonb, answers jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  items jsonb;
  sections jsonb;
  failed jsonb;
  score bigint;
  most bigint;
  reached bigint;
  done bigint;
  counts bigint;
  total bigint;
  grade text;
begin
  with scored as materialized (
    select i.*, i.state in ('scored', 'omitted') as is_done, i.state <> 'not_applicable' as applies
    from private.checklist_item_scores(template, answers) as i
  ), by_section as (
    select s.section_n, jsonb_build_object('code', s.section, 'score', trim_scale(sum(s.score)), 'max', trim_scale(sum(s.most)),
      'done', count(*) filter (where s.is_done), 'count', count(*) filter (where s.applies)) as summed
    from scored s group by s.section_n, s.section
  )
  select jsonb_agg(jsonb_build_object('code', s.item -> 'code', 'state', s.state, 'score', trim_scale(s.score),
      'max', trim_scale(s.most), 'met', s.met, 'because', jsonb_build_object('fact', s.fact, 'outcome', s.outcome))
      order by s.section_n, s.item_n),
    (select jsonb_agg(b.summed order by b.section_n) from by_section b),
    coalesce(jsonb_agg(s.item -> 'code' order by s.section_n, s.item_n) filter (where not s.met and s.item ->> 'gate' <> 'none'), '[]'),
    sum(s.score), sum(s.most), coalesce(sum(s.most) filter (where s.state = 'scored'), 0),
    count(*) filter (where s.is_done), count(*) filter (where s.applies)
  into items, sections, failed, score, most, reached, done, counts
  from scored s;
  if done = counts and most > 0 then total := (2 * score * 10000 + most) / (2 * most); end if;
  grade := case
    when jsonb_array_length(template -> 'grades') = 0 then null
    when jsonb_array_length(failed) > 0 then 'unqualified'
    when done < counts then null
    when total is null then 'qualified'
    else coalesce((
      select g ->> 'code' from jsonb_array_elements(template -> 'grades') with ordinality as e(g, n)
      where total >= (g ->> 'from')::numeric * 100 order by n limit 1), 'unqualified') end;
  return jsonb_build_object('items', items, 'sections', sections, 'done', done, 'count', counts, 'score', score,
    'max', most, 'scored_max', reached, 'total', total, 'grade', grade, 'failed', failed);
end $$;

grant execute on function private.checklist_findings(jsonb, jsonb), private.checklist_item_scores(jsonb, jsonb),
  private.score_checklist(jsonb, jsonb) to authenticated;
