-- Which appropriate techniques an organisation offers (机构开展技术). A training proposes a row, a supervision visit
-- verifies it; targets count verified rows alone. Nothing writes here yet.

create table app.organisation_techniques (
  organisation_id int not null references app.organisations on delete cascade,
  technique text not null references app.techniques on delete restrict,
  first_offered_on date,
  verified_by_visit_id uuid references app.activities on delete set null,
  status text not null check (status in ('reported', 'verified', 'ended')),
  primary key (organisation_id, technique)
);

create index organisation_techniques_visit on app.organisation_techniques (verified_by_visit_id);

alter table app.organisation_techniques enable row level security;
alter table app.organisation_techniques force row level security;

-- What a public body offers, every colleague may know, as the body itself.
create policy "people with an account read techniques of organisations" on app.organisation_techniques
  for select to authenticated using ((select private.my_person_id()) is not null);

grant select on app.organisation_techniques to authenticated;
