import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin, type Rolldown } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import type zhCN from './src/locales/zh-CN.json'
import { isPlain } from './src/app/plain-word'
import { openingWords } from './src/opening/words'
import { fillShell } from './src/ui/shell'

const target = ['chrome99', 'safari16.4']
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const read = (relative: string) => readFileSync(path(relative), 'utf8')

const words = JSON.parse(read('src/locales/zh-CN.json')) as typeof zhCN

/** The static shell, painted before any script runs. */
function shellText(): string {
  const { today: here, records, start: create, map, me } = words.places
  return fillShell(read('src/ui/shell.html'), { today: here, records, create, map, me, places: words.app.nav })
}

/** A script that needs no other file, built apart from the app, and its styles. */
async function buildAlone(entry: string, name: string): Promise<{ code: string; styles: string }> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@': path('src') } },
    build: {
      write: false,
      target,
      modulePreload: false,
      lib: { entry: path(entry), formats: ['iife'], name, cssFileName: name },
    },
  })
  const pieces = (Array.isArray(built) ? built : [built]).flatMap((each) => ('output' in each ? each.output : []))
  const script = pieces.find((piece) => piece.type === 'chunk')
  if (script?.type !== 'chunk') throw new Error(`${entry} came to no script`)
  const styles = pieces.flatMap((piece) => (piece.type === 'asset' ? [String(piece.source)] : [])).join('')
  return { code: script.code.trim(), styles }
}

/** The script that draws the first page and then fetches the app, in one piece with its words. */
async function openingText(): Promise<string> {
  const { code } = await buildAlone('src/opening/opening.ts', 'opening')
  return `${code}opening.open(${JSON.stringify(openingWords(words))})`
}

/** Words as the library compiles them; `s` is there where they say one thing always. */
type Compiled = { readonly t: 0; readonly b: { readonly s?: string } } | null

/**
 * Words without values stand as texts in the built app, not as the trees that the library compiles them to, of twice the
 * length and four objects each, most of which nobody asks for. `src/app/i18n.ts` reads them.
 */
const plainWords = (): Plugin => ({
  name: 'xingxun-plain-words',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/src\/.*\/(?:zh-CN|en)\.json$/ },
    handler(code) {
      const compiled = /^const resource = (.*)\nexport default resource\s*$/s.exec(code)?.[1]
      if (compiled === undefined) throw new Error('the library of words compiles otherwise now')
      const plain = (_key: string, value: unknown) => {
        const text = (value as Compiled)?.t === 0 ? (value as Compiled)?.b.s : undefined
        return isPlain(text) ? text : value
      }
      return `export default ${JSON.stringify(JSON.parse(compiled, plain))}`
    },
  },
})

/** What must work when the app does not: under names that never change, each whole in itself. */
const escapes = (): Plugin => ({
  name: 'xingxun-escapes',
  apply: 'build',
  async generateBundle() {
    const emit = (fileName: string, source: string) => this.emitFile({ type: 'asset', fileName, source })
    const [recover, notOpen, removal] = await Promise.all([
      buildAlone('src/recover/recover.ts', 'recover'), buildAlone('src/opening/not-open.ts', 'notOpen'),
      buildAlone('src/service-worker/removal.ts', 'removal'),
    ])
    emit('recover.html', read('src/recover/recover.html'))
    emit('recover.js', recover.code)
    emit('recover.css', recover.styles)
    emit('not-open.js', notOpen.code)
    emit('service-worker-removal.js', removal.code)
  },
})

/** Puts the shell into the page, and, in what is built, the opening. */
const shell = (): Plugin => ({
  name: 'xingxun-shell',
  transformIndexHtml: {
    order: 'pre',
    async handler(html, { server }) {
      const opening = server ? '' : await openingText()
      return html
        .replace('/* opening.js */', () => opening)
        .replace('<!-- shell.html -->', shellText)
    },
  },
})

/** The scripts and styles that a form's page needs beside those which the page names already, the store's, and the words, by their addresses. */
function formParts(html: string, bundle: Rolldown.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((each) => each.type === 'chunk')
  const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/capture/CapturePage.vue'))
  const store = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/local/database.ts'))
  const words = chunks.find(({ name }) => name === 'words-zh')
  if (!page || !store || !words) throw new Error('the form and its words were built otherwise')
  const parts = new Set([page.fileName])
  for (const part of parts) for (const each of chunks.find(({ fileName }) => fileName === part)?.imports ?? []) parts.add(each)
  const styles = [...parts].flatMap((part) => [...chunks.find(({ fileName }) => fileName === part)?.viteMetadata?.importedCss ?? []])
  return [...parts, store.fileName, words.fileName, ...styles].filter((file) => !html.includes(file)).map((file) => `/${file}`)
}

/**
 * The first paint waits for nothing: what the first page needs of styles stands in the page, and the app is fetched at
 * once but begun by the opening. The stylesheets stay named, unfetched, so that no later part asks for them again.
 */
const patience = (): Plugin => ({
  name: 'xingxun-patience',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const styles = /^ *<link rel="stylesheet"[^>]* href="\/([^"]+)">$/gm
      const texts = Array.from(html.matchAll(styles), ([, file = '']) => {
        const asset = bundle?.[file]
        if (asset?.type !== 'asset') throw new Error(`no stylesheet ${file} was built`)
        return String(asset.source).trim()
      })
      return html
        .replace('<title>', () => `<meta name="form-parts" content="${bundle ? formParts(html, bundle).join(' ') : ''}" />\n    <title>`)
        .replace(styles, (link) => link.replace('rel="stylesheet"', 'rel="stylesheet" disabled'))
        .replace('</title>', () => `</title>\n    <style>${texts.join('')}</style>`)
        .replace(/<script type="module"(.*?) src="([^"]+)"><\/script>/, '<link rel="modulepreload"$1 data-app href="$2">')
    },
  },
})

/** Writes the hashes of the page's inline scripts and styles beside it; the server's policy names them. */
const policy = (): Plugin => ({
  name: 'xingxun-policy',
  apply: 'build',
  enforce: 'post',
  writeBundle({ dir }) {
    const file = `${dir}/index.html`
    if (!dir || !existsSync(file)) return
    const html = readFileSync(file, 'utf8')
    const hashes = (tag: string) => [...html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
      .map(([, text]) => `sha256-${createHash('sha256').update(text ?? '').digest('base64')}`)
    writeFileSync(`${dir}/csp.json`, JSON.stringify({ scriptHashes: hashes('script'), styleHashes: hashes('style') }))
  },
})

export default defineConfig({
  // Dexie's own entry wraps its ES5 build, so that mixed loaders share it; one loader needs only the modern one.
  resolve: { alias: { '@': path('src'), dexie: path('node_modules/dexie/dist/modern/dexie.mjs') } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_PROD_TRUSTED_TYPES__: true,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __APP_VERSION__: JSON.stringify((JSON.parse(read('package.json')) as { version: string }).version),
  },
  build: {
    target,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    // What a tap needs comes in one piece: on a slow line each further file costs a round trip.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /node_modules\/hucre\//, sideEffects: false }] },
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            // What the first page needs comes in two pieces: Vue with the kit's first parts, and the app.
            { name: 'base', test: /node_modules\/(?:vue|@vue|vue-i18n|@intlify)\/|src\/ui\/(?:[Ii]cons?\w*|tone|row|link|digits|layers|Banner|ActionButton|Card|StatusBadge)\.|src\/domain\/(?:filling|day|activity)\.ts|rolldown\/runtime|plugin-vue:export-helper|vite\/preload-helper/ },
            // What every map is drawn with, and no form.
            { name: 'map', test: /node_modules\/(?:leaflet|topojson-client)\/|src\/fields\/position\/(?:load-outlines|open-leaflet)\.ts/ },
            // What managers' pages and forms are both made of. A component is several modules, told apart behind `?`: parts of one
            // in different pieces would wait for each other.
            { name: 'sheets', test: /src\/ui\/(?:FoldSection|Sheet|SheetPanel|sheet|focus-trap|ChipList|toast)\.|src\/features\/dashboard\/(?:scope|keep-few)\.ts|src\/kinds\/counted\.ts|src\/domain\/board\.ts/, minShareCount: 2 },
            { name: 'kit', test: /src\/ui\/(?:TextInput|ChoiceGroup|FieldRow|ConfirmDialog|input|choice|pick-option|PickButton|SearchPicker|field|growing)\.|src\/fields\/(?:reference|PickButton|RuleSource|problems|organisation\/\w+)\.(?:vue|ts)(?:\?|$)/, minShareCount: 2 },
            // What forms alone are made of comes in one piece too.
            { name: 'fields', test: /src\/fields\/(?!position\/(?:load-outlines|open-leaflet)|spreadsheet\/).*\.(?:vue|ts)(?:\?|$)|src\/ui\/(?:TextArea|NumberInput|ChoiceSet|DateTimeInput|SwitchRow|FactList|ActionBar|NumberRow|PhotoViewer|PhotoGrid|viewer-gestures|typed-number|photo|number-field)\./, minShareCount: 2 },
            // What the kinds know without a screen: small modules, wanted together by every page that fills in or checks.
            { name: 'models', test: /src\/kinds\/(?:models|[\w-]+\/(?:answers|check[\w-]*|model|parts|evidence|progress|templates|facts|held|roster|certificate|inspectors|frequency|series))\.ts|src\/domain\/(?:checklist\/[\w-]+|check-header|finding|number-field|duplicate|stamp|working-days)\.ts|src\/features\/capture\/check\.ts/, minShareCount: 2 },
            // Small things that many pages need, and what a record's pages share: a file of its own for each costs more than it weighs.
            { name: 'small', test: /src\/(?:ui\/(?:once|steady|later|idle|settled|save-file)|domain\/(?:amendment|place|photo|reference|reports|archive|pinyin|problem|header|rule|personal-number)|features\/(?:history\/keep-answer|capture\/use-host-pack|children\/share|storage\/use-space))\.ts/, minShareCount: 2 },
            { name: 'family', test: /src\/(?:features\/children\/(?:Child\w+|HeldCard|TeamCard|children|use-children)\.|features\/children\/use-barred\.ts|features\/capture\/(?:new-\w+|series|use-begin|use-start|amendment|submit)\.ts|features\/history\/(?:use-history|use-names|newest-lines)\.ts|domain\/merge\.ts)/, minShareCount: 2 },
            { name: 'visit', test: /src\/kinds\/(?:supervision-visit|visit-part)\/[\w-]+\.(?:vue|ts)(?:\?|$)|src\/ui\/SignaturePad\./ },
            { name: 'plans', test: /src\/features\/plans\/(?!routes)[\w-]+\.(?:vue|ts)(?:\?|$)|src\/domain\/plan\.ts/ },
            // Signing in needs its own words alone.
            { name: 'words-zh', test: /src\/(?:kinds|fields|features)\/(?!session\/).*zh-CN\.json/ },
            { name: 'words-en', test: /src\/.*\/en\.json/ },
            // Reading a spreadsheet needs a third of what writing one does; one package holds both.
            { name: 'xlsx-read', test: /hucre\/dist\/(?:_\w+|errors|limits|zip\/[\w-]+|xml\/parser|xlsx\/(?:stream-reader|reader|content-types|relationships|shared-strings|styles|worksheet|crypto\/\w+))\.mjs/ },
            // What a roster's table and its reader both know, so that the reader fetches no form.
            { name: 'roster-columns', test: /kinds\/training-session\/import\/(?:columns|vocabulary)\.ts/ },
            { name: 'record', test: /RecordPage\.vue|ActivityView\.vue|kinds\/(?!supervision-visit|visit-part)[^/]+\/Detail\.vue/ },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  plugins: [
    vue(),
    vueI18n({
      include: [path('src/**/zh-CN.json'), path('src/**/en.json')],
      runtimeOnly: true,
      dropMessageCompiler: true,
      strictMessage: false,
    }),
    plainWords(),
    shell(),
    patience(),
    escapes(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'service-worker.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: { globPatterns: ['**/*.{html,js,css,svg,png,json,webmanifest,wasm}'], globIgnores: ['csp.json', '.vite/**', 'outlines/townships/**', 'service-worker-removal.js'] },
      manifest: {
        name: '杏巡',
        short_name: '杏巡',
        description: '中医药督导检查、义诊、巡回医疗与适宜技术培训的现场记录',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#fbf7f0',
        theme_color: '#fbf7f0',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
    }),
    policy(),
  ],
})
