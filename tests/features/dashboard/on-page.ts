import { createApp, defineComponent, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { onTestFinished } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { failed, success } from '../../../src/domain/failure.ts'

/** Runs a composable within a page of a signed-in manager, with these reports. The test's end takes the page away. */
export function onPage<T>(local: Workplace['local'], reports: object, use: () => T): T {
  const container = {
    clock: { now: () => 0 }, makeId: () => 'made', workplace: shallowRef({ local }),
    reports: { version: async () => success({ version: '1' }), listen: async () => failed('notFound'), ...reports },
  } as unknown as Container
  let used: T | undefined
  const app = createApp(defineComponent({ setup() {
    used = use()
    return () => null
  } }))
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': {} } }))
  app.provide(containerKey, container)
  app.mount(document.createElement('div'))
  onTestFinished(() => app.unmount())
  return used as T
}
