import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('./page', import.meta.url)),
  base: './',
  define: { global: 'globalThis' },
  build: {
    target: 'chrome99', reportCompressedSize: false, emptyOutDir: true,
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
  },
})
