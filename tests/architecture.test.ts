// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const walk = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
const read = (file: string) => readFileSync(file, 'utf8')
const ours = ['src', 'supabase', 'tests'].flatMap(walk).filter((name) => !/node_modules|\/dist\/|bench\/peers/.test(name))
const isCode = (name: string) => /\.(ts|vue)$/.test(name)

/** Without comments, whose words nobody sees on a screen. */
const withoutComments = (text: string) => text
  .replace(/\/\*[\s\S]*?\*\//g, '').replace(/<!--[\s\S]*?-->/g, '').replace(/(^|[^:'"`\w])\/\/.*$/gm, '$1')

describe('layers', () => {
  const eslint = new ESLint({ cwd: process.cwd() })
  const problems = async (file: string, text: string) => {
    const [result] = await eslint.lintText(text, { filePath: file })
    return (result?.messages ?? []).filter(({ ruleId }) => ruleId === 'no-restricted-imports').map(({ message }) => message)
  }
  const within = (layer: string, specifier: string) => problems(`src/${layer}/planted.ts`, `import '${specifier}'\n`)

  const layers = ['app', 'domain', 'kinds', 'fields', 'photos', 'local', 'remote', 'sync', 'features', 'ui', 'container', 'recover']
  const may: Readonly<Record<string, readonly string[]>> = {
    domain: [], ui: [], fields: ['domain', 'ui', 'container'], kinds: ['domain', 'ui', 'fields'], photos: ['domain'],
    local: ['domain'], remote: ['domain'], sync: ['domain', 'local'],
    features: ['domain', 'kinds', 'fields', 'ui', 'container'], app: ['features', 'ui', 'container', 'domain'],
    recover: ['domain', 'local', 'ui', 'app'],
  }

  it.each(Object.keys(may))('of %s import what they may and nothing else', async (layer) => {
    const lawful = may[layer] ?? []
    for (const other of layers.filter((each) => each !== layer)) {
      for (const specifier of [`@/${other}/x`, `../${other}/x`, `../../${other}/x`])
        expect([specifier, (await within(layer, specifier)).length > 0]).toEqual([specifier, !lawful.includes(other)])
    }
  })

  it('let remote alone import supabase-js, in code and in fact', async () => {
    for (const layer of Object.keys(may))
      expect([layer, (await within(layer, '@supabase/supabase-js')).length > 0]).toEqual([layer, layer !== 'remote'])
    const importers = ours.filter((name) => name.startsWith('src/') && isCode(name) && /['"]@supabase\//.test(read(name)))
    expect(importers.length).toBeGreaterThan(0)
    expect(importers.filter((name) => !name.startsWith('src/remote/'))).toEqual([])
  })

  it('hold in components too', async () => {
    const text = "<script setup lang=\"ts\">\nimport { x } from '@/local/local'\n</script>\n\n<template><p>{{ x }}</p></template>\n"

    expect(await problems('src/features/planted/Planted.vue', text)).toHaveLength(1)
    expect(await problems('src/features/planted/Planted.vue', text.replace('@/local/local', '@/fields/x'))).toEqual([])
  })

  it('keep the domain free of frameworks, clocks and chance', async () => {
    for (const name of ['vue', 'dexie', 'pinia', 'leaflet']) expect(await within('domain', name)).toHaveLength(1)
    const [result] = await eslint.lintText('export const x = Date.now() + Math.random() + localStorage.length\n',
      { filePath: 'src/domain/planted.ts' })
    expect(result?.messages).toHaveLength(3)
  })
})

describe('the tree', () => {
  it('has no code file over 300 lines', () => {
    const long = ours.filter((name) => isCode(name) && !name.endsWith('database.types.ts'))
      .map((name) => [name, read(name).trimEnd().split('\n').length] as const).filter(([, lines]) => lines > 300)

    expect(long).toEqual([])
  })

  it('has no file or folder without a name of its own', () => {
    expect(ours.filter((name) => /\/(utils?|helpers?|common|misc)(\/|\.|$)/.test(name))).toEqual([])
  })

  it('has nothing at its top but what it says', () => {
    const permitted = new Set([
      '.ci', '.git', '.github', '.gitignore', '.npmrc', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE', 'README.md',
      'SECURITY.md', 'eslint.config.js', 'index.html', 'package-lock.json', 'package.json', 'public', 'src', 'supabase',
      'tests', 'tsconfig.json', 'vite.config.ts',
    ])
    const ignored = new Set(read('.gitignore').split('\n').map((line) => line.replace(/\/$/, '')))

    expect(readdirSync('.').filter((name) => !permitted.has(name) && !ignored.has(name) && !/^\.env/.test(name))).toEqual([])
  })

  it('speaks of a kind in its own files alone', () => {
    const homes: readonly (readonly [RegExp, RegExp])[] = [
      [/free_clinic|free-clinic|freeClinic|FreeClinic/, /31_free_clinics\.sql$/],
      [/circuit_tour|circuit-tour|circuitTour|CircuitTour|tour_stop|tour-stop|tourStop|TourStop/, /3[12]_\w*tour\w*\.sql$/],
      [/training_session|training-session|trainingSession|TrainingSession/, /33_training_sessions\.sql$/],
      [/supervision_visit|supervision-visit|supervisionVisit|SupervisionVisit|visit_part|visit-part|visitPart|VisitPart/,
        /32_(supervision_visits|visit_parts)\.sql$/],
    ]
    // What an indicator counts, and what is due, is of a certain kind: that is its definition.
    const defined = '(64_finding_facts|65_trained_people|66_facts|76_tour_standing|77_indicator_counts|79_indicator_rows|79_blank_spots|79_sampling)'
    // The list of all kinds stands once on each side.
    const shared = new RegExp(`^src/kinds/|^src/domain/activity\\.ts$|^src/locales/|^supabase/schemas/(35_kinds|${defined})\\.sql$`)
    const places = ours.filter((name) => /^(src|supabase\/schemas)\/.*\.(ts|vue|sql|json|css)$/.test(name))

    for (const [slugs, home] of homes) {
      expect(places.filter((name) => !shared.test(name) && !home.test(name) && slugs.test(withoutComments(read(name))))).toEqual([])
    }
  })
})

describe('words on the screen', () => {
  /** Chinese characters in code that are no words of the language chosen, each with its reason. */
  const allowed: readonly { readonly file: RegExp; readonly text: RegExp }[] = [
    // A language is named in itself, so that whoever does not read the present one finds it.
    { file: /^src\/features\/device\/settings[\w-]*\.ts$/, text: /简体中文/g },
    // Headers and words that a spreadsheet is searched for: they are recognised, never shown.
    { file: /^src\/(kinds\/training-session\/import|fields\/spreadsheet|features\/people\/import|features\/dashboard\/indicators\/import)\/vocabulary\.ts$/, text: /\p{Script=Han}/gu },
  ]

  it('stand in the locale files alone', () => {
    const found = ours.filter((name) => name.startsWith('src/') && isCode(name)).flatMap((name) => {
      const text = allowed.filter(({ file }) => file.test(name))
        .reduce((rest, { text }) => rest.replace(text, ''), withoutComments(read(name)))
      return text.split('\n').filter((line) => /\p{Script=Han}/u.test(line)).map((line) => `${name}: ${line.trim()}`)
    })

    expect(found).toEqual([])
  })
})

describe('the rules of delivery', () => {
  const rules = [...read('src/sync/SPEC.md').matchAll(/^- \*\*([A-Z]\d+)\*\* (.+)$/gm)]
  const tests = ours.filter((name) => /^tests\/.*\.(test|contract)\.ts$/.test(name))
  const named = new Set(tests.flatMap((name) => [...read(name).matchAll(/['"`]\[([A-Z]\d+)\] /g)].map(([, id]) => id)))

  it('have each a number of its own and one sentence', () => {
    const ids = rules.map(([, id]) => id)

    expect(ids.length).toBeGreaterThan(40)
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([])
    expect(rules.filter(([, , text]) => !/^[A-Z`].*\.$/.test(text ?? '') || /\. [A-Z]/.test(text ?? ''))).toEqual([])
  })

  it('are each named by a test', () => {
    expect(rules.map(([, id]) => id).filter((id) => !named.has(id))).toEqual([])
  })

  it('are all that tests name', () => {
    const known = new Set(rules.map(([, id]) => id))

    expect([...named].filter((id) => !known.has(id))).toEqual([])
  })
})
