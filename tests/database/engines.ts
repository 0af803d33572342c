import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createBackend } from '../../supabase/embedded/backend.ts'
import { ownerRole } from '../../supabase/embedded/bootstrap.ts'
import { hashOf } from '../../supabase/embedded/build-app.ts'
import type { Engine, OpenDatabase } from '../../supabase/embedded/database.ts'
import { openPostgres } from '../../supabase/embedded/database-postgres.ts'
import { prepareDatabase } from '../../supabase/embedded/prepare.ts'
import { makeSecrets } from '../../supabase/embedded/secrets.ts'
import { seedReferenceOnce } from '../../supabase/embedded/seeding.ts'
import type { Cluster } from './cluster.ts'
import { makeEmptyFolder, openImage, writeImage } from './pglite-image.ts'

/**
 * Where a test file gets its own copy of the prepared database from. `empty` is a PGlite folder with nothing in it:
 * a copy saves the seconds that making one takes.
 */
export type DatabaseSource =
  | { readonly engine: 'pglite'; readonly image: string; readonly empty: string }
  | { readonly engine: 'postgres'; readonly server: string; readonly template: string }

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** The engine that XINGXUN_ENGINE names, PGlite without it. */
export function chosenEngine(): Engine {
  const name = process.env['XINGXUN_ENGINE'] ?? 'pglite'
  if (name === 'pglite' || name === 'postgres') return name
  throw new Error(`XINGXUN_ENGINE is neither pglite nor postgres: ${name}`)
}

/** Migrations and reference data on an open, empty database: what an installation has before its first account. */
export async function prepare(open: OpenDatabase, supabaseFolder = join(root, 'supabase')): Promise<void> {
  const storageFolder = join(tmpdir(), `xingxun-no-storage-${randomUUID()}`)
  const backend = await createBackend({ open, secrets: await makeSecrets(), storageFolder })
  await prepareDatabase(open.database, backend, supabaseFolder)
  await seedReferenceOnce(open.database, supabaseFolder)
}

/**
 * A prepared PGlite folder as one file, for every test file to load. Kept between runs under a hash of all that it is
 * made of.
 */
export async function buildPgliteImage(): Promise<DatabaseSource> {
  const settings = 'tests/database/pglite-image.ts'
  const made = ['supabase/migrations', 'supabase/reference', 'supabase/embedded', 'tests/database/engines.ts', settings, 'package-lock.json']
  const folder = join(root, '.cache', 'test-database')
  const image = join(folder, `${await hashOf(root, made)}.tar`)
  const empty = join(folder, `empty-${await hashOf(root, [settings, 'package-lock.json'])}`)
  await mkdir(folder, { recursive: true })
  await makeEmptyFolder(empty)
  await writeImage(image, prepare)
  return { engine: 'pglite', image, empty }
}

/** A prepared template database in a running cluster. */
export async function buildPostgresTemplate(cluster: Cluster): Promise<DatabaseSource> {
  const template = 'xingxun_template'
  await onServer(cluster.url('postgres'), `drop database if exists ${template} with (force)`)
  await onServer(cluster.url('postgres'), `create database ${template}`)
  const open = openPostgres(cluster.url(template))
  await prepare(open)
  await open.database.close()
  return { engine: 'postgres', server: cluster.url('postgres'), template }
}

export interface OpenCopy {
  readonly open: OpenDatabase
  /** postgres:// address of the copy, for tests that need several sessions; null on PGlite. */
  readonly url: string | null
  drop(): Promise<void>
}

/** A copy of the prepared database that belongs to the caller. */
export async function openCopy(source: DatabaseSource): Promise<OpenCopy> {
  if (source.engine === 'pglite') {
    const open = await openImage(source.image)
    return { open, url: null, drop: () => open.database.close() }
  }
  const { server, template } = source
  const name = `xingxun_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template ${template}`)
  // Rights on a database are no part of its template.
  await onServer(server, `grant create, connect on database ${name} to ${ownerRole}`)
  const url = server.replace(/\/[^/]*$/, `/${name}`)
  const open = openPostgres(url)
  const drop = async (): Promise<void> => {
    await open.database.close()
    await onServer(server, `drop database ${name} with (force)`)
  }
  return { open, url, drop }
}

async function onServer(url: string, sql: string): Promise<void> {
  const { database } = openPostgres(url)
  try {
    await database.exec(sql)
  } finally {
    await database.close()
  }
}
