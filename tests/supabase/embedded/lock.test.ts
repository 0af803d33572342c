import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../supabase/embedded/lock.ts'
import { makeFolder } from './folder.ts'

describe('the lock on the data folder', () => {
  // Only Linux tells when a process started.
  if (process.platform === 'linux') {
    it('is taken over when the number belongs to another process now', async () => {
      const folder = await makeFolder()
      await writeFile(join(folder, 'lock'), `${process.ppid} 1\n`)

      await expect(takeLock(folder)).resolves.toBeTypeOf('function')
    })
  }

  it('refuses a second process and names the first', async () => {
    const folder = await makeFolder()
    await takeLock(folder)

    await expect(takeLock(folder)).rejects.toThrow(`pid ${process.pid}`)
  })

  it('is free again once it was given back', async () => {
    const folder = await makeFolder()

    await (await takeLock(folder))()

    expect(existsSync(join(folder, 'lock'))).toBe(false)
    await expect(takeLock(folder)).resolves.toBeTypeOf('function')
  })

  it('is taken over from a process that is gone', async () => {
    const folder = await makeFolder()
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    await writeFile(join(folder, 'lock'), `${pid} 1\n`)

    await takeLock(folder)

    expect(await readFile(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `))
  })

  it('is taken over when a crash left it empty', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'lock'), '')

    await expect(takeLock(folder)).resolves.toBeTypeOf('function')
  })

  it('goes to one of several that find it stale', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'lock'), '999999999 1\n')

    const results = await Promise.allSettled(Array.from({ length: 50 }, () => takeLock(folder)))

    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['lock'])
  })
})
