import { createRequire } from 'node:module'
import type { GlobalWindow } from 'happy-dom'
import { populateGlobal, type Environment } from 'vitest/runtime'
import { bundle } from './happy-dom-bundle.ts'

/** Vitest's own environment happy-dom, read from the bundle. */
export default {
  name: 'happy-dom',
  viteEnvironment: 'client',
  setup(global: typeof globalThis) {
    const happyDom = createRequire(import.meta.url)(bundle) as { GlobalWindow: typeof GlobalWindow }
    const page = new happyDom.GlobalWindow({
      console: global.console, url: 'http://localhost:3000', settings: { disableErrorCapturing: true },
    })
    const { keys, originals } = populateGlobal(global, page, {
      bindFunctions: true,
      additionalKeys: [
        'Request', 'Response', 'MessagePort', 'fetch', 'Headers', 'AbortController', 'AbortSignal', 'URL', 'URLSearchParams', 'FormData',
      ],
    })
    return {
      async teardown() {
        await page.happyDOM.abort()
        page.close()
        for (const key of keys) Reflect.deleteProperty(global, key)
        for (const [key, value] of originals) Reflect.set(global, key, value)
      },
    }
  },
} satisfies Environment
