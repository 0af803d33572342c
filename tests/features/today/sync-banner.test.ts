import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import SyncBanner from '../../../src/features/today/SyncBanner.vue'
import { documentId } from '../../make/payload.ts'

it('leads from what the server refused to the list of what is left to do', async () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  const app = createApp(() => h(SyncBanner, { delivery: { queued: 0, refused: [documentId()], photos: 0 } }))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  const workplace = shallowRef({ syncState: shallowRef({ phase: 'idle', failure: null }), sync: {} })
  app.provide(containerKey, { workplace } as unknown as Container).mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })

  document.querySelector<HTMLElement>('[role=alert] button')?.click()

  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/records?show=open'))
})
