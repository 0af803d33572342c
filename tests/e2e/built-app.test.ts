import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../../dist', import.meta.url))
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name)).map((path) => ({ path: path.slice(folder.length), text: readFileSync(path, 'latin1') }))

const secrets = /service_role|sb_secret_|postgres(ql)?:\/\/|PRIVATE KEY|eyJhbGciOi|xingxun-demo-2026|-----BEGIN/
/** Names of vocabularies and sentences of libraries; none is asked for anything, for the policy lets nobody. */
const named = new Set(['www.w3.org', 'schemas.microsoft.com', 'schemas.openxmlformats.org', 'purl.org', 'purl.oclc.org', 'www.wps.cn', 'localhost',
  'bit.ly', 'tinyurl.com', 'github.com', 'leafletjs.com', 'vuejs.org', 'fastly.jsdelivr.net'])

describe('the built app', () => {
  it('holds no secret, no address of a database and no password', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter(({ text }) => secrets.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('names no other origin than those of the list', () => {
    const found = files.flatMap(({ path, text }) => [...text.matchAll(/\bhttps?:\/\/([a-zA-Z0-9.-]+)/g)].map(([, host]) => ({ path, host })))
    expect(found.filter(({ host }) => !named.has(host ?? ''))).toEqual([])
  })

  it('names what a form needs ahead, all of it, and nothing that only maps are drawn with', () => {
    const page = files.find(({ path }) => path === '/index.html')?.text ?? ''
    const ahead = /<meta name="form-parts" content="([^"]+)"/.exec(page)?.[1]?.split(' ') ?? []
    const textOf = (path: string) => files.find((file) => file.path === path)?.text
    const imported = ahead.flatMap((path) => [...(textOf(path) ?? '').matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)].map(([, file]) => `/assets/${file}`))

    expect(ahead.length).toBeGreaterThan(4)
    expect(ahead.filter((path) => textOf(path) === undefined)).toEqual([])
    expect(imported.filter((path) => !ahead.includes(path) && !page.includes(`href="${path}"`))).toEqual([])
    expect(ahead.filter((path) => textOf(path)?.includes('leafletjs.com'))).toEqual([])
  })
})
