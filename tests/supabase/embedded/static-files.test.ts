import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readStaticFiles } from '../../../supabase/embedded/static-files.ts'
import { makeFolder } from './folder.ts'

const script = 'console.log(1)\n'.repeat(200)

async function makePage(): Promise<string> {
  const folder = await makeFolder()
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'assets', 'main-AbCdEf12.js'), script)
  await writeFile(join(folder, 'csp.json'), '{}')
  await writeFile(join(folder, '.vite', 'manifest.json'), '{}')
  return folder
}

describe('the files of the built page', () => {
  it('are found by their address and nothing else is', async () => {
    const files = await readStaticFiles(await makePage())

    expect((await files.find('/index.html'))?.type).toBe('text/html; charset=utf-8')
    for (const address of ['/csp.json', '/.vite/manifest.json', '/../secrets.json', '/assets', '/missing.js']) {
      expect(await files.find(address)).toBeNull()
    }
  })

  it('are kept for ever when their name tells their content, and asked for anew otherwise', async () => {
    const files = await readStaticFiles(await makePage())

    expect((await files.find('/assets/main-AbCdEf12.js'))?.cacheControl).toContain('immutable')
    expect((await files.find('/index.html'))?.cacheControl).toBe('no-cache')
  })

  it('come in the best encoding that the browser takes', async () => {
    const file = await (await readStaticFiles(await makePage())).find('/assets/main-AbCdEf12.js')

    const brotli = await file?.encoded('gzip, deflate, br')
    const gzip = await file?.encoded('gzip, br;q=0')
    const plain = await file?.encoded('')

    expect(brotli?.encoding).toBe('br')
    expect(brotliDecompressSync(brotli?.bytes ?? new Uint8Array()).toString()).toBe(script)
    expect(gzip?.encoding).toBe('gzip')
    expect(gunzipSync(gzip?.bytes ?? new Uint8Array()).toString()).toBe(script)
    expect(plain?.encoding).toBe('identity')
  })

  it('are compressed once', async () => {
    const file = await (await readStaticFiles(await makePage())).find('/assets/main-AbCdEf12.js')

    expect((await file?.encoded('br'))?.bytes).toBe((await file?.encoded('br'))?.bytes)
  })

  it('are none without a built page', async () => {
    const files = await readStaticFiles(join(await makeFolder(), 'dist'))

    expect(await files.find('/index.html')).toBeNull()
  })
})
