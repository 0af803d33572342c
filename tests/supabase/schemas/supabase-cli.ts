import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ownerRole } from '../../../supabase/embedded/bootstrap.ts'
import type { EmptyDatabase } from './empty-database.ts'

const migrations = fileURLToPath(new URL('../../../supabase/migrations', import.meta.url))
const cli = createRequire(import.meta.url).resolve('supabase/dist/supabase.js')

/** Runs `supabase db push` on a database, as the owner role. Gives the exit code and what it said. */
export async function pushWithCli({ database, url }: EmptyDatabase): Promise<{ code: number | null; output: string }> {
  if (url === null) throw new Error('the CLI needs an address')
  // On hosted Supabase the role that migrates owns the history too.
  await database.exec(`
    do $$ begin
      if to_regnamespace('supabase_migrations') is not null then
        alter schema supabase_migrations owner to ${ownerRole};
        alter table if exists supabase_migrations.schema_migrations owner to ${ownerRole};
      end if;
    end $$`)
  const folder = await mkdtemp(join(tmpdir(), 'xingxun-cli-'))
  await mkdir(join(folder, 'supabase'))
  await cp(migrations, join(folder, 'supabase', 'migrations'), { recursive: true })
  await writeFile(join(folder, 'supabase', 'config.toml'), 'project_id = "xingxun"\n[api]\nschemas = ["api"]\n')
  const asOwner = `${url}?sslmode=disable&options=${encodeURIComponent(`-c role=${ownerRole}`)}`
  try {
    return await runCli(['db', 'push', '--db-url', asOwner, '--skip-vault', '--yes', '--workdir', folder])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the Supabase CLI. Gives the exit code and what it said. */
export function runCli(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', SUPABASE_YES: '1' }
    const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: Buffer) => { output += chunk.toString('utf8') }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', reject)
    child.once('exit', (code) => { resolve({ code, output }) })
  })
}
