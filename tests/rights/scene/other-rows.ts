import type { Queryable } from '../../../supabase/embedded/database.ts'
import { documentId, personId } from '../../make/payload.ts'
import type { Persona } from '../../supabase/schemas/cast.ts'
import { idOf } from './records.ts'
import { counties } from './who.ts'

/** Plans of the scene, by hand. */
export const plans = {
  ownPlan: { id: documentId(9501), organisation: 121, host: counties.wuchuan, madeBy: 'author' },
  managersPlan: { id: documentId(9502), organisation: 10001, host: counties.wuchuan, madeBy: 'wuchuanManager' },
  plannedElsewhere: { id: documentId(9503), organisation: 123, host: counties.rongcheng, madeBy: 'dingzhouAuthor' },
} satisfies Record<string, { id: string; organisation: number; host: number; madeBy: Persona }>

export const sessionToken = 'a'.repeat(32)
export const sessionEntry = documentId(9511)

/** What stands in the database beside records, as the owner writes it. */
export async function addOtherRows(tx: Queryable): Promise<void> {
  for (const { id, organisation, host, madeBy } of Object.values(plans)) {
    await tx.query(`insert into app.plans (id, kind, planned_on, organisation_id, area_id, host_county_id, made_by)
      select $1, k.slug, private.china_day(now()) + 3, $2::int, $3::int, $3::int, $4 from app.kinds k where k.parent_kind is null order by 2 limit 1`,
    [id, organisation, host, personId(madeBy)])
  }
  await tx.query("insert into app.session_codes values ($1, $2, $3, now() + interval '1 hour')",
    [idOf('training'), personId('author'), sessionToken])
  await tx.query(`insert into app.session_entries (id, document_id, author_id, name, organisation, title_level, phone)
    values ($1, $2, $3, '来人', '', 'none', '')`, [sessionEntry, idOf('training'), personId('author')])
  await tx.query("insert into app.person_contacts values ($1, ''), ($2, '')", [personId('author'), personId('dingzhouAuthor')])
  await tx.query(`insert into app.duplicates (id, kept_id, voided_by, reason) values ($1, $2, $3, '同一场')`,
    [idOf('voided'), idOf('elsewhere'), personId('dingzhouManager')])
  for (const organisation of [121, 123])
    await tx.query('insert into app.archive_departures (organisation_id, document_id) values ($1, $2)', [organisation, idOf('training')])
  for (const [n, person] of (['wuchuanManager', 'author'] as const).entries())
    await tx.query("insert into app.saved_views values ($1, $2, '季度会', 'from=2026-01')", [personId(person), documentId(9540 + n)])
  await tx.exec(`
    insert into app.area_figures (area_id, figure, year, value, source, managed_area_id)
      select area, 'residents', 2025, 1000, '示例公报', managed from (values (520326, 520326), (520326101, 520326), (520300, 520300),
        (130682, 130682)) as figures(area, managed);
    insert into app.filling_times select slug, 1, 60, 20 from app.kinds limit 1;
    insert into app.organisation_techniques (organisation_id, technique, status) values (121, 'tcm-05-01', 'reported');
    insert into app.checklist_templates (code, version, template, sha256)
      select code, 1, text, encode(sha256(convert_to(text, 'UTF8')), 'hex')
      from (values ('not_published', '{"code": "not_published", "version": 1}')) as written(code, text)`)
}
