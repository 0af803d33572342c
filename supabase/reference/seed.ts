import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readTsv, type TsvRow } from './tsv.ts'

/** What seeding needs of a database: one statement with $1… parameters, several done or undone as one. */
interface Queryable {
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>
}

interface ReferenceDatabase {
  transaction<T>(fn: (tx: Queryable) => Promise<T>): Promise<T>
}

const read = (file: string): TsvRow[] => readTsv(fileURLToPath(new URL(file, import.meta.url)))

/** The checklists as they are kept and hashed: one line of JSON each. */
function readChecklists(): readonly string[] {
  const folder = new URL('checklists/', import.meta.url)
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
    .map((name) => JSON.stringify(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
}

/**
 * Loads the areas, their former codes and the organisations of the files beside this one, by id, and publishes the
 * checklists. Repeating it brings existing rows up to date; rows that the files do not name stay, and so does every
 * published checklist. One transaction, one statement a table; first it waits for the totals of what it moves.
 */
export async function seedReference(database: ReferenceDatabase): Promise<void> {
  const [areas, aliases, organisations] = ['areas', 'area-aliases', 'organisations'].map((table) =>
    JSON.stringify(read(`${table}.tsv`).map(withoutBlanks)))
  await database.transaction(async (tx) => {
    await tx.query(lockSql, [areas, organisations])
    await tx.query('lock table app.trained_people in share row exclusive mode')
    await tx.query(areasSql, [areas])
    await tx.query(aliasesSql, [aliases])
    await tx.query(organisationsSql, [organisations])
    await tx.query(sequenceSql, [firstFreeOrganisation])
    await tx.query(checklistsSql, [JSON.stringify(readChecklists())])
  })
}

/** Ids up to here belong to the file, whose blocks may grow. */
const firstFreeOrganisation = 2_000_000

/** Empty values are left out of the JSON, so that they arrive as null. */
const withoutBlanks = (row: TsvRow): TsvRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))

/**
 * The totals of all counties that either table moves and of all organisations that it changes (an audit waits for these), in
 * one order, and behind them who was trained: whoever pushes a roster asks in the same order.
 */
const lockSql = `
  with moved as (
    select null::int as organisation, unnest(array[file.statutory_parent, a.statutory_parent]) as county
    from jsonb_to_recordset(($1::text)::jsonb) as file(id int, statutory_parent int, level text) join app.areas a using (id)
    where file.level = 'township' and file.statutory_parent is distinct from a.statutory_parent
    union all
    select o.id, unnest(array[file.county_id, o.county_id])
    from jsonb_to_recordset(($2::text)::jsonb) as file(id int, name text, name_short text, kind text, level text, county_id int,
      township_id int, lng double precision, lat double precision, position_source text, demo int)
    join app.organisations o using (id)
    where (file.name, coalesce(file.name_short, ''), file.kind, file.level, file.county_id, file.township_id, file.lng, file.lat,
      coalesce(file.position_source, ''), file.demo = 1)
      is distinct from (o.name, o.name_short, o.kind, o.level, o.county_id, o.township_id, o.lng, o.lat, o.position_source, o.demo)
  )
  select private.lock_totals(array(select county from moved where county is not null),
    array(select organisation from moved where organisation is not null))`

/** One statement, so that a child may stand before its parent: references are checked at its end. */
const areasSql = `
  insert into app.areas (id, code, level, kind, statutory_parent, managing_parent, name, name_short, tradition_label,
    valid_from, valid_to)
  select id, coalesce(code, ''), level, kind, statutory_parent, managing_parent, name, coalesce(name_short, name),
    coalesce(tradition_label, ''), valid_from, valid_to
  from jsonb_to_recordset(($1::text)::jsonb) as file(id int, code text, level text, kind text, statutory_parent int,
    managing_parent int, name text, name_short text, tradition_label text, valid_from date, valid_to date)
  on conflict (id) do update set
    code = excluded.code, level = excluded.level, kind = excluded.kind, statutory_parent = excluded.statutory_parent,
    managing_parent = excluded.managing_parent, name = excluded.name, name_short = excluded.name_short,
    tradition_label = excluded.tradition_label, valid_from = excluded.valid_from, valid_to = excluded.valid_to`

const aliasesSql = `
  insert into app.area_aliases (old_code, new_code, from_day, note)
  select old_code, new_code, from_date, coalesce(note, '')
  from jsonb_to_recordset(($1::text)::jsonb) as file(old_code text, new_code text, from_date date, note text)
  on conflict (old_code, new_code) do update set from_day = excluded.from_day, note = excluded.note`

const organisationsSql = `
  insert into app.organisations (id, name, name_short, kind, level, county_id, township_id, lng, lat, position_source,
    demo)
  select id, name, coalesce(name_short, ''), kind, level, county_id, township_id, lng, lat,
    coalesce(position_source, ''), demo = 1
  from jsonb_to_recordset(($1::text)::jsonb) as file(id int, name text, name_short text, kind text, level text,
    county_id int, township_id int, lng double precision, lat double precision, position_source text, demo int)
  on conflict (id) do update set
    name = excluded.name, name_short = excluded.name_short, kind = excluded.kind, level = excluded.level,
    county_id = excluded.county_id, township_id = excluded.township_id, lng = excluded.lng, lat = excluded.lat,
    position_source = excluded.position_source, demo = excluded.demo`

const sequenceSql = `
  select setval(pg_get_serial_sequence('app.organisations', 'id'),
    greatest($1::int, (select max(id) from app.organisations),
      (select last_value from pg_catalog.pg_sequences where schemaname = 'app'
         and sequencename = 'organisations_id_seq')))`

const checklistsSql = `
  insert into app.checklist_templates (code, version, template, sha256, published_at)
  select text::jsonb ->> 'code', (text::jsonb ->> 'version')::int, text,
    encode(sha256(convert_to(text, 'UTF8')), 'hex'), now()
  from jsonb_array_elements_text(($1::text)::jsonb) as file(text)
  on conflict (code, version) do nothing`
