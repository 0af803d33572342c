import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ensurePage } from '../../../supabase/embedded/build-app.ts'
import { makeFolder } from './folder.ts'

/** Stands in for Vite: counts its runs into the page. */
const builder = `
const fs = require('node:fs')
if (fs.readFileSync('index.html', 'utf8').includes('broken')) { console.error('no such module'); process.exit(1) }
const runs = fs.existsSync('runs') ? Number(fs.readFileSync('runs', 'utf8')) + 1 : 1
fs.writeFileSync('runs', String(runs))
fs.mkdirSync('dist', { recursive: true })
fs.writeFileSync('dist/index.html', 'run ' + runs)
`

async function makeSources() {
  const folder = await makeFolder()
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await write('index.html', '<!doctype html>')
  await write('src/main.ts', 'one')
  await write('node_modules/vite/bin/vite.js', builder)
  const build = async (): Promise<string> => {
    await ensurePage({ sourceFolder: folder, pageFolder: join(folder, 'dist') })
    return readFile(join(folder, 'dist', 'index.html'), 'utf8')
  }
  return { folder, write, build }
}

describe('the page', () => {
  it('is built when it is missing and then left alone', async () => {
    const { build } = await makeSources()

    expect([await build(), await build()]).toEqual(['run 1', 'run 1'])
  })

  it('is built again when a source changed', async () => {
    const { build, write } = await makeSources()
    await build()

    await write('src/main.ts', 'two')

    expect(await build()).toBe('run 2')
  })

  it('is built again when somebody else replaced it', async () => {
    const { build, write } = await makeSources()
    await build()

    await write('dist/index.html', 'of other sources')

    expect(await build()).toBe('run 2')
  })

  it('is served as it is where there is nothing to build it with', async () => {
    const { folder, build } = await makeSources()
    await build()

    await rm(join(folder, 'node_modules'), { recursive: true })

    expect(await build()).toBe('run 1')
  })

  it('refuses to start without a page and without a builder', async () => {
    const folder = await makeFolder()

    await expect(ensurePage({ sourceFolder: folder, pageFolder: join(folder, 'dist') })).rejects.toThrow('npm ci')
  })

  it('tells why it does not build', async () => {
    const { folder, build, write } = await makeSources()
    await write('index.html', 'broken')

    await expect(build()).rejects.toThrow('no such module')
    expect(existsSync(join(folder, '.data', 'build.json'))).toBe(false)
  })
})
