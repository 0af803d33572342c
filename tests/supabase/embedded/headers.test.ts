import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageHeaders, readInlineHashes, serviceWorkerHeaders } from '../../../supabase/embedded/headers.ts'
import { makeFolder } from './folder.ts'

const none = { scriptHashes: [], styleHashes: [] }
const policyOf = (headers: Readonly<Record<string, string>>): string[] =>
  (headers['content-security-policy'] ?? '').split('; ')

describe('the headers of the page', () => {
  it('forbid scripts, frames, forms and objects from anywhere else', () => {
    expect(policyOf(pageHeaders(none, []))).toEqual([
      'default-src \'self\'', 'script-src \'self\'', 'style-src \'self\'', 'img-src \'self\' data: blob:',
      'connect-src \'self\'', 'worker-src \'self\' blob:', 'object-src \'none\'', 'base-uri \'none\'',
      'form-action \'none\'', 'frame-ancestors \'none\'', 'require-trusted-types-for \'script\'',
      'trusted-types default vue',
    ])
  })

  it('allow the inline blocks of the build by their hashes', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'csp.json'), JSON.stringify({
      scriptHashes: ['sha256-AbC+/=', '\'unsafe-inline\'', 'sha256-x; script-src *'], styleHashes: ['\'sha256-dEf=\''],
    }))

    const policy = policyOf(pageHeaders(await readInlineHashes(folder), []))

    expect(policy).toContain('script-src \'self\' \'sha256-AbC+/=\'')
    expect(policy).toContain('style-src \'self\' \'sha256-dEf=\'')
  })

  it('need no list of inline blocks', async () => {
    expect(await readInlineHashes(await makeFolder())).toEqual(none)
  })

  it('let pictures come from the tile host, and the service worker fetch them', () => {
    const tiles = ['https://tiles.example.cn']

    expect(policyOf(pageHeaders(none, tiles))).toContain('img-src \'self\' data: blob: https://tiles.example.cn')
    expect(policyOf(pageHeaders(none, tiles))).toContain('connect-src \'self\'')
    expect(policyOf(serviceWorkerHeaders(tiles))).toContain('connect-src \'self\' https://tiles.example.cn')
  })
})
