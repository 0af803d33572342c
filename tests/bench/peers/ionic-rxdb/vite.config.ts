import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: { target: ['chrome99', 'safari16.4'], manifest: true, reportCompressedSize: false },
  plugins: [
    vue(),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: 'script-defer',
      manifest: { name: '现场记录', short_name: '记录', start_url: '/', display: 'standalone', icons: [] },
      workbox: { globPatterns: ['**/*.{html,js,css,svg,webmanifest}'], navigateFallback: '/index.html' },
    }),
  ],
})
