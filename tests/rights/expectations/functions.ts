/** Who may execute a function: `anyone`, `signedIn` (and no anonymous caller), or `owner` alone. */
export type Caller = 'anyone' | 'signedIn' | 'owner'

const blocks: readonly (readonly [schema: string, caller: Caller, names: string])[] = [
  ['storage', 'anyone', 'foldername filename extension operation allow_only_operation allow_any_operation'],

  ['api', 'anyone', 'session_code_state submit_session_entry invitation_state'],
  ['api', 'signedIn', `me push pull_own reference_pack area_report area_board board_version map_marks activity_detail record_history likely_duplicates
    void_duplicates visit_frequency open_session_code session_entries settle_session_entry put_plan put_filling_times
    archive_months archive_records pull_archive tell_ledger my_device_ledger device_gaps review move_finding open_photos audit_heads person_data erase_person managed_people managed_person my_reach invite
    withdraw_invitation join import_people import_organisations end_membership transfer_person set_disabled merge_people
    undo_merge`],
  ['api', 'signedIn', 'import_area_figures my_views put_view drop_view indicators indicator_rows blank_spots'],
  ['api', 'signedIn', 'publish_checklist area_checklists checklist'],

  // Values and JSON.
  ['private', 'signedIn', `fail trimmed try_jsonb try_instant is_uuid china_day int_array text_array number_of int_of iso iso_micro
    leaves payload_leaves changes_between metres_between add_working_days`],
  // Rights and places.
  ['private', 'signedIn', `my_person_id my_organisation_ids my_county_ids counties_below county_of rule_in_force is_current is_open
    my_managed_organisation_ids my_programme_ids is_part programme_problems reach_of sees`],
  // Checks of records.
  ['private', 'signedIn', `number_problems text_problem position_problem photo_minimum photo_problems was_handed_in header_problems
    piece_problems parent_is_sound photos_may_be_too_few answers_problems personal_number_problems frame_problem payload_problems is_citizen_number between_digits has_eleven_digits may_hold_personal_number has_personal_number
    manifest_problems checklist_template checklist_item_scores checklist_findings score_checklist any_of_organisation
    free_clinic_problems filing_problems circuit_tour_problems tour_stop_problems supervision_visit_problems
    visit_item_problems visit_day finding_id finding_problems parts_named has_part_of is_picture_of_parts visit_photo_problems visit_part_problems
    training_session_problems are_techniques trainer_problems roster_problems`],
  // Own weights of checklists.
  ['private', 'signedIn', 'line_above least_weight weighted_rule weights_problem weighted_checklist publish_checklist'],
  // Push and pull.
  ['private', 'signedIn', `add_people answer_to is_approved_piece judge write_documents write_alone team_people lock_totals lock_totals_of lock_totals_of_activities counties_counting archive_since archive_days archive_rows
    numbers_of tell_ledger`],
  // What managers' screens ask.
  ['private', 'signedIn', `side_rows newest_from activity_names organisations_named people_named children_of piece_photos
    record_history are_alike manages void_as_duplicates free_clinic_organisations circuit_tour_organisations
    lineage stands_for replacing circuit_tour_children circuit_tour_facts circuit_tour_size tour_stop_organisations supervision_visit_organisations
    supervision_visit_people supervision_visit_children visit_part_organisations training_session_organisations
    training_session_people certificate_flags size_of ledger_standing silent_days ledger_owners`],
  // Boards and maps.
  ['private', 'signedIn', `managed_counties path_to areas_below hears board_figures sums_of counted board_totals board_months board_breakdown
    board_techniques board_townships board_areas tile_x14 tile_y14 fine_x fine_y mark_cells mark_records`],
  // Indicators, blank spots, figures that were imported, views that were saved.
  ['private', 'signedIn', `rules_in_force rule_shown my_area_ids newest_figures import_area_figures put_view drop_view nth_stop held_until
    tour_standing indicator_definitions uninspected_kinds visit_coverage rectify_rate on_time_rectify_rate county_tours
    tour_frequency_ok village_doctor_trained_2y training_pass_rate clinic_visits_per_10k indicator_counts indicator_figure
    visit_coverage_rows finding_rows rectify_rate_rows on_time_rectify_rate_rows tour_frequency_ok_rows
    village_doctor_trained_2y_rows held_rows training_pass_rate_rows clinic_visits_per_10k_rows place_spots
    institution_spots spot_states spots_below spot_totals urgent_spots sampled_counties sampled_institutions sampling`],
  ['private', 'owner', `counted_findings renew_finding_facts counted_trainees renew_trained_people fact_differences rebuild_facts
    tg_findings__facts tg_training_trainees__facts tg_people__trained tg_activities__facts`],
  // Plans, filling times, codes of sessions.
  ['private', 'signedIn', `plans_for plans_done put_plan open_plans add_filling_times filling_medians keep_session_code
    settle_session_entry`],

  // Decisions about records and findings, and what is shown of them.
  ['private', 'signedIn', `took_part review record_reviews record_timeline decisions finding_state finding_part move_finding open_photos`],
  // People and their rights; what is kept of them.
  ['private', 'signedIn', `managed_people managed_person invite withdraw_invitation join import_people import_organisations
    end_membership transfer_person set_disabled merge_people undo_merge person_data erase_person`],
  ['private', 'owner', `survivor_of reaches reaches_person people_within account_state role_of code_hash invitation_trouble
    person_problem membership_to_end`],
  // Who writes in one's own name would write in any: entries come from triggers and definer functions alone.
  ['private', 'owner', 'audit audit_hash audit_breaks acting_role tg_audit__append_only tg_audited tg_documents__audit'],

  // Triggers, derivations, and what belongs to the background job.
  ['private', 'owner', `tg_documents__scope tg_documents__departure tg_documents__immutable tg_documents__transition tg_checklist_templates__immutable
    tg_document_revisions__teams tg_document_revisions__derive derive_activities derive_photos derive_device_ledgers
    free_clinic_derive circuit_tour_derive tour_stop_derive supervision_visit_derive training_session_derive tg_people__phones
    tg_device_ledgers__scope tg_people__device_ledgers
    tg_activities__rollups tg_organisations__moved tg_areas__moved tg_county_versions__tell`],
  ['private', 'owner', `share_named_pieces team_of teams_amiss work_days flags_of measures_of free_clinic_measures
    circuit_tour_measures tour_stop_measures supervision_visit_measures training_session_measures
    session_entry_limits hand_over_phones settle_photo draw_epoch rollup_change counties_of apply_to_rollups touch_counties apply_to_places look_up_last_days
    place_facet differences_of counts_nothing counted_in lock_people_organisations county_rollups_recount organisation_rollups_recount facet_rollups_recount tile_rollups_recount
    place_months_recount institution_months_recount rollup_differences rebuild_rollups`],
]

/** Every function of `app`, `api`, `private` and `storage`, by name. A new one belongs into the block of its concept. */
export const functions: ReadonlyMap<string, Caller> = new Map(blocks.flatMap(([schema, caller, names]) =>
  names.trim().split(/\s+/).map((name) => [`${schema}.${name}`, caller] as const)))
