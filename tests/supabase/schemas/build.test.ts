import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { joinSchemas } from '../../../supabase/schemas/build.ts'
import { chosenEngine } from '../../database/engines.ts'
import { openTestDatabase, type TestDatabase } from '../../database/open-test-database.ts'
import { asOwner } from './cast.ts'
import { dumpCatalogue } from './catalogue-dump.ts'
import { openEmptyDatabase } from './empty-database.ts'
import { pushWithCli } from './supabase-cli.ts'

const schemas = new URL('../../../supabase/schemas/', import.meta.url)
const migrations = new URL('../../../supabase/migrations/', import.meta.url)

let migrated: TestDatabase
beforeAll(async () => { migrated = await openTestDatabase() })
afterAll(async () => { await migrated.close() })

describe('the migration', () => {
  it('is the schema files, joined, byte for byte', () => {
    const [file, ...more] = readdirSync(migrations)

    expect(more).toEqual([])
    expect(readFileSync(new URL(file ?? '', migrations), 'utf8')).toBe(joinSchemas())
  })

  it('makes the same database as the schema files one by one', async () => {
    const empty = await openEmptyDatabase(inject('databaseSource'))
    const files = readdirSync(schemas).filter((name) => name.endsWith('.sql')).sort()

    for (const file of files) {
      await empty.database.transaction(async (tx) => {
        await tx.exec(asOwner)
        await tx.exec(readFileSync(new URL(file, schemas), 'utf8'))
      })
    }

    const made = await dumpCatalogue(empty.database)
    await empty.close()
    expect(made.length).toBeGreaterThan(300)
    expect(made).toEqual(await dumpCatalogue(migrated))
  })
})

if (chosenEngine() === 'postgres') {
  describe('supabase db push', () => {
    const historySql = 'select version, name, array_length(statements, 1) as statements from supabase_migrations.schema_migrations order by 1'

    it('makes the same database and the same history as our own runner', async () => {
      const empty = await openEmptyDatabase(inject('databaseSource'))

      const said = await pushWithCli(empty)

      expect(said.code, said.output).toBe(0)
      expect(await dumpCatalogue(empty.database)).toEqual(await dumpCatalogue(migrated))
      expect(await empty.database.query(historySql)).toEqual(await migrated.query(historySql))
      await empty.close()
    })
  })
}
