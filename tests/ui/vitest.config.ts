import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Runs the tests of this folder alone: npx vitest run --config tests/ui/vitest.config.ts */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
  test: { include: ['tests/ui/**/*.test.ts'], environment: './tests/page/environment.ts', globalSetup: ['tests/page/global-setup.ts'] },
})
