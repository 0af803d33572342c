import { ownerRole } from '../../supabase/embedded/bootstrap.ts'
import type { Database } from '../../supabase/embedded/database.ts'

interface Table {
  /** Schema and name. */
  readonly name: string
  /** Its columns without the generated ones. */
  readonly columns: string
}

/**
 * Logical backups of a database: a copy of every row of every table that changes, and back. Takes a database without
 * accounts and records, whose tables with rows are reference data and left alone. One backup at a time is kept.
 */
export async function openBackups(database: Database) {
  const tables = await changingTables(database)
  await database.exec('create schema backup')
  return {
    take: () => database.transaction(async (tx) => {
      for (const [n, { name }] of tables.entries())
        await tx.exec(`drop table if exists backup.t${n}; create table backup.t${n} as table ${name}`)
    }),
    /**
     * Puts the newest backup in the place of everything since. Its rows are as in another cluster, where the numbers of
     * transactions were far higher, and only the operator's call makes them good.
     */
    bringBack: () => database.transaction(async (tx) => {
      await tx.exec('set local session_replication_role = replica')
      for (const { name } of tables) await tx.exec(`delete from ${name}`)
      for (const [n, { name, columns }] of tables.entries())
        await tx.exec(`insert into ${name} (${columns}) overriding system value select ${columns} from backup.t${n}`)
      await tx.exec("update app.documents set changed = '1000000000000'")
      await tx.exec('set local session_replication_role = origin')
      await tx.exec(`set local role ${ownerRole}; select private.draw_epoch()`)
    }),
  }
}

async function changingTables(database: Database): Promise<readonly Table[]> {
  const tables = await database.query<Table>(`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and is_generated = 'NEVER'
      and (table_schema = 'app' or (table_schema, table_name) = ('storage', 'objects'))
    group by 1 order by 1`)
  const changing: Table[] = []
  for (const table of tables) {
    const [row] = await database.query(`select 1 from ${table.name} limit 1`)
    if (!row) changing.push(table)
  }
  return changing
}
