import { inFunction, type Mutant } from './mutant.ts'

const reach = 'private.reach_of(uuid)'
const within = 'private.people_within(uuid,uuid)'

/** Mistakes in who may manage whom. */
export const peopleMutants: readonly Mutant[] = [
  { name: 'every member reaches an organisation', sql: inFunction(reach, "and m.role = 'organisation_manager' ", 'and m.organisation_id is not null ') },
  { name: 'organisations of a higher level are reached', sql: inFunction(reach, 'and array_position(ranks, o.level) >= array_position(ranks, a.level)', '') },
  { name: 'areas reach themselves', sql: inFunction(reach, 'join app.areas a on a.managing_parent = m.area_id and', 'join app.areas a on a.id = m.area_id and') },
  { name: 'former managers reach', sql: inFunction(reach, 'and private.is_current(m)', '') },
  { name: 'administrators are reached', sql: inFunction('private.reaches(uuid,text,int,int)', "when 'administrator' then false", "when 'administrator' then true"),
    survives: 'an invitation names no administrator before it is asked, and a role of theirs has no place' },
  { name: 'one role in reach is enough', sql: inFunction(within, 'coalesce(b.all_reached, true)', 'true') },
  { name: 'merged entries are managed', sql: inFunction(within, 'and p.merged_into is null', '') },
  { name: 'people of none are everybody\'s', sql: inFunction(within, 'and m.organisation_id = any(organisations))', ')') },
  { name: 'codes for any place', sql: inFunction('private.invite(jsonb)', "i.purpose = 'join' and not private.reaches(me, i.role, i.organisation_id, i.area_id)", 'false') },
  { name: 'codes for anybody', sql: inFunction('private.invite(jsonb)', 'if not private.reaches_person(me, i.person_id) then', 'if false then') },
  { name: 'codes outlive what their maker may', sql: inFunction('private.invitation_trouble(app.invitations)', 'not private.reaches_person(i.made_by, i.person_id)', 'false') },
  { name: 'withdrawn codes are good', sql: inFunction('private.invitation_trouble(app.invitations)', 'i.withdrawn_at is not null', 'false') },
  { name: 'codes are withdrawn by anybody', sql: inFunction('private.withdraw_invitation(uuid)', '(i.made_by = me or private.reaches_person(me, i.person_id))', 'true') },
  { name: 'codes bind whoever has an account', sql: inFunction('private.join(text,text)', "if a.person_id <> i.person_id then perform private.fail('conflict', 409, 'otherPerson'); end if;", '') },
  { name: 'disabled accounts join', sql: inFunction('private.join(text,text)', "if not a.active then perform private.fail('forbidden', 403, 'disabled'); end if;", '') },
  { name: 'any role is ended', sql: inFunction('private.membership_to_end(int)', 'not private.reaches(me, m.role, m.organisation_id, m.area_id)', 'false') },
  { name: 'moved to any organisation', sql: inFunction('private.transfer_person(int,int,text,boolean)', 'not private.reaches(private.my_person_id(), new_role, organisation, null)', 'false') },
  { name: 'anybody is disabled', sql: inFunction('private.set_disabled(uuid,boolean)', 'not private.reaches_person(me, person)', 'false') },
  { name: 'merged into anybody', sql: inFunction('private.merge_people(uuid,uuid,boolean)', 'not private.reaches_person(me, kept)', 'false') },
  { name: 'merges of others undone', sql: inFunction('private.undo_merge(uuid)', 'not private.reaches_person(me, private.survivor_of(gone))', 'false') },
  { name: 'the data of anybody', sql: inFunction('private.person_data(uuid)', 'not (person = me or private.reaches_person(me, person))', 'false') },
  { name: 'one\'s own data refused', sql: inFunction('private.person_data(uuid)', 'person = me or ', '') },
  { name: 'anybody is erased', sql: inFunction('private.erase_person(uuid)', 'not private.reaches_person(me, person)', 'false') },
  { name: 'erased while an account is left', sql: inFunction('private.erase_person(uuid)', 'a.person_id = person and a.active', 'false') },
  { name: 'imported into any organisation', sql: inFunction('private.import_people(jsonb)', 'not coalesce(at = any(reach), false)', 'false') },
  { name: 'imported into any county', sql: inFunction('private.import_organisations(jsonb)', 'and county = any(private.counties_below(array[a.id]))', '') },
  { name: 'people listed as their owner', sql: 'alter function api.managed_people(text, int) security definer' },
]
