import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentId, personId, sha256Of } from '../../make/payload.ts'
import type { Queryable } from '../../../supabase/embedded/database.ts'
import type { TestDatabase } from '../../database/open-test-database.ts'
import { personas, type Persona } from './cast.ts'
import { openWithScene, records } from './scene.ts'
import { failureOf, onStage, valueOf } from './stage.ts'

let database: TestDatabase
beforeAll(async () => { database = await openWithScene() })
afterAll(async () => { await database.close() })

/** Every table of app, and the columns that a signed-in person may write; all the rest is refused. */
const writable: Record<string, { insert?: string; update?: string }> = {
  audit: {}, finding_moves: {}, photo_views: {}, programme_members: {}, programmes: {}, reviews: {},
  accounts: {}, archive_departures: {}, activities: {}, activity_people: {}, area_aliases: {}, areas: {}, circuit_tours: {}, county_rollups: {},
  county_versions: {}, facet_rollups: {}, institution_months: {}, place_months: {}, tile_rollups: {},
  calendar_days: {}, checklist_templates: {}, findings: {}, supervision_visits: {},
  area_figures: {}, saved_views: {}, finding_facts: {}, trained_people: {},
  device_ledgers: {}, duplicates: {}, filling_intake: {}, filling_times: {}, invitations: {}, people_merges: {}, plans: {}, session_codes: {}, session_entries: {},
  document_revisions: { insert: 'document_id payload revision sha256' },
  documents: {
    insert: 'author_id created_at device_id device_seq host_area_id id kind organisation_id parent_id practice programme_ids replaces revision '
      + 'sealed_at sha256 short_no status',
    update: 'device_id device_seq host_area_id organisation_id programme_ids received_at revision sealed_at sha256 status',
  },
  free_clinic_filings: {}, free_clinics: {}, kinds: {}, memberships: {}, organisation_rollups: {}, organisations: {},
  people: { insert: 'category created_by id name organisation_id title_level' },
  organisation_techniques: {}, person_contacts: {}, photos: {}, rules: {}, server_state: {}, technique_categories: {}, techniques: {},
  tour_stops: {}, training_sessions: {}, training_trainees: {}, training_trainers: {},
}
const tables = Object.keys(writable)

/** Number of rows that a statement changed. */
const changed = async (tx: Queryable, sql: string) => (await tx.query(`${sql} returning 1`)).length

describe('writing', () => {
  it('is granted for the columns of the table of expectations, and no others', async () => {
    const rows = await database.query<{ name: string; insert: string | null; update: string | null }>(`
      select c.relname as name,
        string_agg(a.attname, ' ' order by a.attname) filter (where has_column_privilege('authenticated', c.oid, a.attnum, 'INSERT')) as insert,
        string_agg(a.attname, ' ' order by a.attname) filter (where has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')) as update
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') group by 1 order by 1`)

    const found = Object.fromEntries(rows.map(({ name, insert, update }) =>
      [name, { ...(insert === null ? {} : { insert }), ...(update === null ? {} : { update }) }]))
    expect(found).toEqual(writable)
  })

  it.each([...personas, null])('by %s reaches no table without a grant', (persona) => onStage(database, async (stage) => {
    const tx = await stage.as(persona)

    for (const table of tables) {
      const { insert, update } = persona === null ? {} : writable[table] ?? {}
      if (insert === undefined) expect([table, await failureOf(tx, `insert into app.${table} default values`)]).toEqual([table, '42501'])
      if (update === undefined) expect([table, await failureOf(tx, updateOf(table))]).toEqual([table, '42501'])
      expect([table, await failureOf(tx, `delete from app.${table}`)]).toEqual([table, '42501'])
      expect([table, await failureOf(tx, `truncate app.${table} cascade`)]).toEqual([table, '42501'])
    }
  }))

  const firstColumn: Record<string, string> = {
    accounts: 'active', archive_departures: 'organisation_id', activities: 'status', activity_people: 'role', area_aliases: 'note', areas: 'managing_parent',
    circuit_tours: 'team_size', county_rollups: 'host_sessions', county_versions: 'version', facet_rollups: 'amount',
    institution_months: 'sessions', place_months: 'sessions', tile_rollups: 'sessions', document_revisions: 'payload', documents: 'practice', duplicates: 'reason', plans: 'note', filling_intake: 'taken', filling_times: 'fillings', free_clinic_filings: 'state',
    free_clinics: 'leaflets', kinds: 'answers_version', memberships: 'valid_to', organisation_rollups: 'sessions',
    organisations: 'name', people: 'organisation_id', person_contacts: 'phone', photos: 'state', rules: 'value',
    server_state: 'epoch', technique_categories: 'name', techniques: 'name', tour_stops: 'leaflets', organisation_techniques: 'status',
    training_sessions: 'trainee_count', training_trainees: 'passed', training_trainers: 'title_level',
    calendar_days: 'name', checklist_templates: 'template', findings: 'severity', supervision_visits: 'grade',
    session_codes: 'token', session_entries: 'state', audit: 'action', finding_moves: 'note', photo_views: 'until',
    programme_members: 'part', programmes: 'name', reviews: 'reason',
    area_figures: 'value', saved_views: 'name', finding_facts: 'due_on', trained_people: 'day',
    device_ledgers: 'issued', invitations: 'used_at', people_merges: 'undone_at',
  }
  const updateOf = (table: string) => `update app.${table} set ${firstColumn[table]} = ${firstColumn[table]}`

  it('updates the author\'s documents and nobody else\'s', () => onStage(database, async (stage) => {
    for (const persona of personas) {
      const count = await changed(await stage.as(persona), 'update app.documents set device_id = device_id')
      expect([persona, count]).toEqual([persona, persona === 'dingzhouAuthor' ? 4 : 0])
    }
  }))
})

describe('the author of a document', () => {
  const insert = `insert into app.documents (id, kind, author_id, organisation_id, revision, status, practice, sha256,
    short_no, device_id, created_at) values ($1, 'free_clinic', $2, $3, 1, 'draft', false, '${sha256Of('x')}', 'YZ-1', 'd', now())`

  it.each([
    ['dingzhouAuthor', 'dingzhouAuthor', 123, null],
    ['dingzhouAuthor', 'dingzhouAuthor', null, null],
    ['dingzhouAuthor', 'dingzhouColleague', 123, '42501'],
    ['dingzhouAuthor', 'dingzhouAuthor', 121, '42501'],
    ['expired', 'expired', 123, '42501'],
    ['notBegun', 'notBegun', 123, '42501'],
    ['switchedOff', 'switchedOff', 123, '42501'],
    ['disabled', 'disabled', 123, '42501'],
    ['disabled', 'disabled', null, '42501'],
    ['hebeiManager', 'hebeiManager', 123, '42501'],
  ] as const)('%s inserts one of %s for %s: %s', (who, author, organisation, failure) => onStage(database, async (stage) => {
    const tx = await stage.as(who)

    expect(await failureOf(tx, insert, [documentId(50), personId(author), organisation])).toBe(failure)
  }))

  it('cannot give it away, nor move it to an organisation of others', () => onStage(database, async (stage) => {
    const tx = await stage.as('dingzhouAuthor')

    expect(await failureOf(tx, 'update app.documents set author_id = $1', [personId('author')])).toBe('42501')
    expect(await failureOf(tx, 'update app.documents set organisation_id = 121')).toBe('42501')
  }))

  it('approves it neither afterwards nor at once, nor brings back what is void', () => onStage(database, async (stage) => {
    await (await stage.owner()).exec(`update app.documents set status = 'void' where id = '${records.Q}'`)
    const tx = await stage.as('dingzhouAuthor')

    expect(await failureOf(tx, "update app.documents set status = 'approved' where id = $1", [records.S])).toBe('422 invalid')
    expect(await failureOf(tx, "update app.documents set status = 'submitted' where id = $1", [records.Q])).toBe('422 invalid')
    expect(await failureOf(tx, insert.replace("'draft'", "'approved'"), [documentId(50), personId('dingzhouAuthor'), 123])).toBe('42501')
    expect(await failureOf(tx, "update app.documents set status = 'void' where id = $1", [records.S])).toBe(null)
  }))

  it.each(['dingzhouColleague', 'rongchengManager', 'dingzhouManager', 'author'] satisfies Persona[])(
    'is not %s, who adds no revision', (persona) => onStage(database, async (stage) => {
      const tx = await stage.as(persona)

      expect(await failureOf(tx, "insert into app.document_revisions (document_id, revision, sha256, payload) values ($1, 9, 'x', '{}')",
        [records.S])).toBe('42501')
    }))

  it.each(['id', 'parent_id', 'kind', 'author_id', 'practice', 'short_no', 'created_at'])(
    'finds %s immutable, whoever writes', (column) => onStage(database, async (stage) => {
      const other: Record<string, string> = { id: 'gen_random_uuid()', parent_id: 'gen_random_uuid()', kind: "'other'",
        author_id: `'${personId('author')}'`, practice: 'not practice', short_no: "'YZ-X'", created_at: 'now()' }

      const failure = await failureOf(await stage.owner(), `update app.documents set ${column} = ${other[column]} where id = $1`, [records.D])

      expect(failure).toBe('422 invalid')
      expect(await failureOf(await stage.as('dingzhouAuthor'), `update app.documents set ${column} = ${column}`)).toBe('42501')
    }))
})

describe('adding a person', () => {
  const insert = 'insert into app.people (id, name, organisation_id, created_by) values (gen_random_uuid(), $1, $2, $3)'

  it.each([
    ['author', 121, 'author', null],
    ['organisationManager', 121, 'organisationManager', null],
    ['author', 123, 'author', '42501'],
    ['author', null, 'author', null],
    ['author', null, 'colleague', '42501'],
    ['wuchuanManager', null, 'wuchuanManager', '42501'],
    ['expired', null, 'expired', '42501'],
    ['withoutMembership', null, 'withoutMembership', '42501'],
    ['author', 121, 'colleague', '42501'],
    ['author', 121, null, '42501'],
    ['wuchuanManager', 121, 'wuchuanManager', '42501'],
    ['expired', 123, 'expired', '42501'],
  ] as const)('by %s to %s in the name of %s: %s', (who, organisation, creator, failure) => onStage(database, async (stage) => {
    const tx = await stage.as(who)

    expect(await failureOf(tx, insert, ['新同事', organisation, creator === null ? null : personId(creator)])).toBe(failure)
  }))
})

describe('anon', () => {
  it('reaches no table of app, private or storage', () => onStage(database, async (stage) => {
    const tx = await stage.as(null)

    for (const table of tables) expect([table, await failureOf(tx, `select * from app.${table}`)]).toEqual([table, '42501'])
    expect(await failureOf(tx, 'select * from private.transitions')).toBe('42501')
    expect(await valueOf(tx, 'select count(*)::int from storage.objects')).toBe(0)
  }))

  it.each([
    "api.push('{}')", 'api.pull_own(null, null, 1)', "api.reference_pack('areas', null)", 'api.me()',
    "api.area_report(130682, '2026-01-01', '2026-12-31')", "api.area_board(130682, '2026-01-01', '2026-12-31')",
    'api.board_version(130682)', "api.map_marks(130682, '2026-01-01', '2026-12-31', null, 'all', 'host', null, 70, 0, 140, 60, 5)", 'api.activity_detail(gen_random_uuid())',
  ])('may not call %s', (call) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as(null), `select ${call}`)).toBe('42501')
  }))
})

describe('a signed-in person', () => {
  it.each([
    "private.settle_photo(gen_random_uuid(), 'x', '')", 'private.rebuild_rollups()', 'private.rollup_differences()',
    "private.apply_to_rollups('{}')", 'private.draw_epoch()',
  ])('may not call %s', (call) => onStage(database, async (stage) => {
    expect(await failureOf(await stage.as('hebeiManager'), `select ${call}`)).toBe('42501')
  }))
})
