import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { splitSqlStatements } from '@supabase/lite'
import type { Database, Queryable } from './database.ts'
import { describeWithoutData, StartRefused } from './failure.ts'

export interface Migration {
  /** Fourteen digits. */
  readonly version: string
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string
}

/** The migrations of a folder, oldest first. Other files are ignored; a missing folder holds none. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = await readdir(folder).catch(() => [])
  const found: Migration[] = []
  for (const file of files.sort()) {
    const match = /^(\d{14})_([a-z0-9_]+)\.sql$/.exec(file)
    if (match === null) continue
    const [, version = '', name = ''] = match
    const sql = await readFile(join(folder, file), 'utf8')
    found.push({ version, name, sql, sha256: createHash('sha256').update(sql).digest('hex') })
  }
  return found
}

/**
 * Applies the pending migrations as `owner`, each in one transaction with its row of the history that
 * `supabase db push` shares. Gives the newest version, empty without migrations. Refuses when an applied file was
 * changed or is missing: a stale schema is never served.
 */
export async function migrate(database: Database, migrations: readonly Migration[], owner: string): Promise<string> {
  await database.exec(`
    create table if not exists supabase_migrations.checksums (version text primary key, sha256 text not null)`)
  const applied = await database.query<{ version: string; sha256: string | null }>(`
    select history.version, checksums.sha256
    from supabase_migrations.schema_migrations history left join supabase_migrations.checksums using (version)
    order by history.version`)
  const known = new Map(migrations.map((migration) => [migration.version, migration]))
  for (const { version, sha256 } of applied) {
    const migration = known.get(version)
    if (migration === undefined) throw newerDatabase(version)
    if (sha256 !== null && sha256 !== migration.sha256) throw changedMigration(migration)
    if (sha256 === null) await recordChecksum(database, migration)
  }
  const done = new Set(applied.map((row) => row.version))
  for (const migration of migrations) {
    if (!done.has(migration.version)) await apply(database, migration, owner)
  }
  return migrations.at(-1)?.version ?? ''
}

async function apply(database: Database, migration: Migration, owner: string): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await tx.exec(`set local role ${JSON.stringify(owner)}`)
      await tx.exec(migration.sql)
      await tx.exec('set local role none')
      await tx.query(
        'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3::text[])',
        [migration.version, migration.name, splitSqlStatements(migration.sql)],
      )
      await recordChecksum(tx, migration)
    })
  } catch (error) {
    const reason = describeWithoutData(error)
    throw new StartRefused(
      `数据库迁移 ${migration.version}_${migration.name} 失败，已回滚：${reason}`,
      `Migration ${migration.version}_${migration.name} failed and was rolled back: ${reason}`,
    )
  }
}

/** A file that `supabase db push` applied has no checksum yet: the file as it is now counts from here on. */
async function recordChecksum(target: Queryable, migration: Migration): Promise<void> {
  await target.query('insert into supabase_migrations.checksums (version, sha256) values ($1, $2)', [
    migration.version, migration.sha256,
  ])
}

function changedMigration({ version, name }: Migration): StartRefused {
  return new StartRefused(
    `迁移文件 ${version}_${name}.sql 在执行之后被改动，拒绝启动。请恢复原文件，或用 --reset 清空数据后重新开始。`,
    `Migration ${version}_${name}.sql was changed after it had been applied: refusing to start. Restore the file, `
    + 'or delete all data and begin again with --reset.',
  )
}

function newerDatabase(version: string): StartRefused {
  return new StartRefused(
    `数据库中有本程序没有的迁移 ${version}：数据来自更新的版本。请升级程序，或用 --reset 清空数据。`,
    `The database has migration ${version}, which this program lacks: the data is from a newer release. Upgrade the `
    + 'program, or delete all data with --reset.',
  )
}
