import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { auditBreaks, auditHeads, type AuditHead } from './audit-check.ts'
import { openPglite } from './database-pglite.ts'
import { openPostgres } from './database-postgres.ts'
import { StartRefused } from './failure.ts'
import { takeLock } from './lock.ts'
import { readOptions } from './options.ts'

const usage = new StartRefused(
  '用法：npm run audit -- heads > 文件，或 npm run audit -- verify [文件]。',
  'Usage: npm run audit -- heads > FILE, or npm run audit -- verify [FILE].')

/**
 * `heads` prints the ends of all audit chains as JSON, to be kept elsewhere; `verify`, with such a file or without, names
 * the first broken link of each chain and ends with 1 where there is one. A PGlite folder must not be in use meanwhile.
 */
async function run([command, file]: readonly string[]): Promise<number> {
  if (command !== 'heads' && command !== 'verify') throw usage
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
  const { databaseUrl, dataFolder } = readOptions([], process.env, root)
  const unlock = databaseUrl === null ? await takeLock(dataFolder) : null
  const { database } = databaseUrl === null ? await openPglite({ folder: join(dataFolder, 'database') }) : openPostgres(databaseUrl)
  try {
    if (command === 'heads') {
      process.stdout.write(`${JSON.stringify(await auditHeads(database), null, 1)}\n`)
      return 0
    }
    const broken = await auditBreaks(database, file ? JSON.parse(await readFile(file, 'utf8')) as AuditHead[] : [])
    for (const { organisation_id, seq, why } of broken) process.stdout.write(`organisation ${organisation_id} entry ${seq}: ${why}\n`)
    process.stdout.write(`${JSON.stringify({ chains: (await auditHeads(database)).length, broken: broken.length })}\n`)
    return broken.length === 0 ? 0 : 1
  } finally {
    await database.close()
    await unlock?.()
  }
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof StartRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
