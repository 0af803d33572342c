// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { activityKinds, statuses } from '../src/domain/activity.ts'
import { deliveries, photoDeliveries } from '../src/domain/delivery.ts'
import { failureCodes } from '../src/domain/failure.ts'
import { roles } from '../src/domain/ports.ts'

type Words = { readonly [key: string]: string | Words }

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => join('src', name))
const sources = files.filter((name) => /\.(vue|ts)$/.test(name))
const folders = [...new Set(files.filter((name) => /\/(zh-CN|en)\.json$/.test(name)).map(dirname))]
const read = (folder: string, locale: string) => JSON.parse(readFileSync(`${folder}/${locale}.json`, 'utf8')) as Words

/** `fields.position` words are mounted there; all other files name their own top. */
const mounts: Readonly<Record<string, string>> = { 'src/fields/position': 'fields.position.' }

const flat = (words: Words, at = ''): [string, string][] => Object.entries(words).flatMap(([key, value]) =>
  (typeof value === 'string' ? [[at + key, value] as [string, string]] : flat(value, `${at}${key}.`)))
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
const keys = new Map(folders.flatMap((folder) => flat(read(folder, 'zh-CN'), mounts[folder] ?? '')))
const isBranch = (path: string) => [...keys.keys()].some((key) => key.startsWith(path))

/** Comments aside, what a file asks of the words: whole keys, and beginnings of keys that are put together. */
const asked = sources.flatMap((file) => {
  const text = readFileSync(file, 'utf8')
  const calls = [...text.matchAll(/(?<![\w.$])(?:t|te|tm)\(\s*(['"`])((?:(?!\1)[^\\])+)\1/g)].map(([, , key]) => key ?? '')
  return calls.map((key) => ({ file, key }))
})

describe('the words', () => {
  it.each(folders)('of %s have the same keys in both languages', (folder) => {
    const [zh, en] = ['zh-CN', 'en'].map((locale) => flat(read(folder, locale)).map(([key]) => key).sort())

    expect(en).toEqual(zh)
  })

  it.each(folders)('of %s name the same values in both languages, and none is empty', (folder) => {
    const zh = new Map(flat(read(folder, 'zh-CN')))
    const en = new Map(flat(read(folder, 'en')))

    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([])
    // A plural form of English may leave the number out.
    const named = (text: string) => [...new Set(text.split(' | ').flatMap(placeholders))].sort()
    for (const [key, text] of zh) expect([key, named(en.get(key) ?? '')]).toEqual([key, named(text)])
  })

  it('have every key once', () => {
    const all = folders.flatMap((folder) => flat(read(folder, 'zh-CN'), mounts[folder] ?? '').map(([key]) => key))

    expect(all.filter((key, n) => all.indexOf(key) !== n)).toEqual([])
  })

  it('have every key that the code names', () => {
    const missing = asked.filter(({ key }) => !key.includes('${') && !keys.has(key))

    expect(asked.length).toBeGreaterThan(150)
    expect(missing).toEqual([])
  })

  it('have a branch for every key that the code puts together', () => {
    const missing = asked.filter(({ key }) => key.includes('${') && !isBranch(key.slice(0, key.indexOf('${'))))

    expect(missing).toEqual([])
  })

  it.each([
    ['status', statuses], ['delivery', deliveries], ['delivery', photoDeliveries], ['delivery.explain', deliveries],
    ['failure', failureCodes], ['device.role', roles],
  ] as const)('have all of %s', (branch, names) => {
    expect(names.filter((name) => !keys.has(`${branch}.${name}`))).toEqual([])
  })

  it('have the name of every kind', () => {
    expect(activityKinds.filter((kind) => !keys.has(`kinds.${kind}.name`))).toEqual([])
  })

  it('have every problem that a check finds', () => {
    const checks = sources.filter((file) => /^src\/(domain|kinds)\//.test(file)).map((file) => readFileSync(file, 'utf8'))
    const codes = checks.flatMap((text) => [...text.matchAll(/(?:errorAt|warningAt)\([^()]*?,\s*'([a-z_]+)'/g)].map(([, code]) => code))

    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => !keys.has(`problems.${code}`))).toEqual([])
  })
})
