import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBackend } from '../embedded/backend.ts'
import { openPglite } from '../embedded/database-pglite.ts'
import { catalogueFile, catalogueLines } from '../embedded/drift.ts'
import { bootstrap } from '../embedded/bootstrap.ts'
import { migrate, readMigrations } from '../embedded/migrate.ts'
import { makeSecrets } from '../embedded/secrets.ts'

/** Writes down what rights the migrations give, for every start to compare its database with. */
const folder = fileURLToPath(new URL('..', import.meta.url))
const storageFolder = await mkdtemp(join(tmpdir(), 'xingxun-catalogue-'))
const open = await openPglite({})
const backend = await createBackend({ open, secrets: await makeSecrets(), storageFolder })
await backend.ensureSystemSchema()
await migrate(open.database, await readMigrations(join(folder, 'migrations')), await bootstrap(open.database))
const lines = await catalogueLines(open.database)
await writeFile(join(folder, catalogueFile), `${lines.join('\n')}\n`)
await open.database.close()
await rm(storageFolder, { recursive: true, force: true })
console.log(`wrote supabase/${catalogueFile}: ${lines.length} lines`)
process.exit(0)
