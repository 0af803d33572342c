import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vueI18n from '@intlify/unplugin-vue-i18n/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import type zhCN from './src/locales/zh-CN.json'
import { readEarly } from './src/local/early'
import { fillShell, squeezeCss } from './src/ui/shell'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const read = (relative: string) => readFileSync(path(relative), 'utf8')

/** Puts the static shell into the page, painted before any script of the app runs, and the early look into the store. */
const shell = (): Plugin => ({
  name: 'xingxun-shell',
  transformIndexHtml: {
    order: 'pre',
    handler(html) {
      const { places, app } = JSON.parse(read('src/locales/zh-CN.json')) as typeof zhCN
      const { today, records, start: create, map, me } = places
      return html
        .replace('/* shell.css */', () => squeezeCss(read('src/ui/shell.css')))
        .replace('/* early.js */', () => `(${readEarly.toString()})()`)
        .replace('<!-- shell.html -->', () =>
          fillShell(read('src/ui/shell.html'), { today, records, create, map, me, places: app.nav }))
    },
  },
})

/** Fetches the app's styles without holding up the first paint: the shell has its own. `applyStyles` puts them to use. */
const patientStyles = (): Plugin => ({
  name: 'xingxun-patient-styles',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace(/<link rel="stylesheet"/g, '<link rel="preload" as="style"'),
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
    target: ['chrome99', 'safari16.4'],
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    // What a tap needs comes in one piece: on a slow line each further file costs a round trip.
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'words-zh', test: /src\/(?:kinds|fields|features)\/.*zh-CN\.json/ },
            { name: 'words-en', test: /src\/.*\/en\.json/ },
            { name: 'record', test: /RecordPage\.vue|ActivityView\.vue|kinds\/[^/]+\/Detail\.vue/ },
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
    shell(),
    patientStyles(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'service-worker.ts',
      injectRegister: false,
      registerType: 'prompt',
      injectManifest: { globPatterns: ['**/*.{html,js,css,svg,png,json,webmanifest}'], globIgnores: ['csp.json', '.vite/**'] },
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
