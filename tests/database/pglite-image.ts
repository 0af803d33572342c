import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openPglite } from '../../supabase/embedded/database-pglite.ts'
import type { OpenDatabase } from '../../supabase/embedded/database.ts'
import { ImageFiles } from './image-files.ts'

/** 128 MB of buffers to fill with zeros, and as much log: what a start is spared. No statement is answered otherwise. */
const smaller = ["shared_buffers = '16MB'", 'wal_init_zero = off']
/** Written for a crash, which no database in memory survives. Never for a folder: those are there to be killed. */
const forCrashes = ['full_page_writes = off', 'synchronous_commit = off']

const set = async ({ database }: OpenDatabase, settings: readonly string[]): Promise<void> => {
  for (const setting of settings) await database.exec(`alter system set ${setting}`)
}

/** Makes a PGlite folder with nothing in it. */
export async function makeEmptyFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const aside = `${folder}.part-${process.pid}`
  const open = await openPglite({ folder: aside })
  await set(open, smaller)
  await open.database.close()
  await rename(aside, folder)
}

/**
 * Keeps a prepared PGlite folder as one file (tar). The database is closed before: what is taken of an open one is
 * recovered at every opening.
 */
export async function writeImage(image: string, prepare: (open: OpenDatabase) => Promise<void>): Promise<void> {
  if (existsSync(image)) return
  const open = await openPglite({})
  const files = 'fs' in open.connection.driver ? open.connection.driver.fs : undefined
  if (files === undefined) throw new Error('not PGlite')
  await prepare(open)
  await set(open, [...smaller, ...forCrashes])
  await open.database.close()
  const dump = await files.dumpTar('pgdata', 'none')
  await removeOldImages(dirname(image))
  const aside = `${image}.part-${process.pid}`
  await writeFile(aside, new Uint8Array(await dump.arrayBuffer()))
  await rename(aside, image)
}

export const openImage = async (image: string): Promise<OpenDatabase> =>
  openPglite({ files: new ImageFiles(await readFile(image)) })

/** An image takes 60 MB; those of other runs may be in use, so only yesterday's go. */
async function removeOldImages(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = `${folder}/${name}`
    if ((await stat(path)).mtimeMs < Date.now() - 86_400_000) await rm(path, { recursive: true, force: true })
  }
}
