import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openPglite } from '../../supabase/embedded/database-pglite.ts'
import type { OpenDatabase } from '../../supabase/embedded/database.ts'
import { ImageFiles } from './image-files.ts'

/**
 * What every copy is spared: 128 MB of buffers to fill with zeros, and a log written for a crash that nobody survives
 * in memory. None of it changes what a statement does.
 */
const spared = ["shared_buffers = '16MB'", 'wal_init_zero = off', 'full_page_writes = off', 'synchronous_commit = off']

/**
 * Keeps a prepared PGlite folder as one file (tar). The database is closed before: what is taken of an open one is
 * recovered at every opening.
 */
export async function writeImage(image: string, prepare: (open: OpenDatabase) => Promise<void>): Promise<void> {
  if (existsSync(image)) return
  await mkdir(dirname(image), { recursive: true })
  const open = await openPglite({})
  const files = 'fs' in open.connection.driver ? open.connection.driver.fs : undefined
  if (files === undefined) throw new Error('not PGlite')
  await prepare(open)
  for (const setting of spared) await open.database.exec(`alter system set ${setting}`)
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
