import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import { failed, success, type Result } from '../../../src/domain/failure.ts'
import DuplicatesPage from '../../../src/features/dashboard/DuplicatesPage.vue'
import { documentId, places } from '../../make/payload.ts'

const [a, b] = [documentId(1), documentId(2)]
const record = (id: string, short_no: string) => ({ id, kind: 'free_clinic', status: 'submitted', title: '义诊', short_no, started_at: '2026-05-08T01:00:00Z',
  place_name: '', organisation_name: '', author_name: '', visits: 1, photo_count: 0 })

/** The dialog that asks why the first of a pair is kept; the server gives `answer` to it. */
async function openDialog(answer: Result<void>) {
  const reports = {
    duplicates: vi.fn(async () => success({ at: '', pairs: [{ a, b, metres: null }], truncated: false, records: { [a]: record(a, 'YZ-1'), [b]: record(b, 'YZ-2') } })),
    voidDuplicates: vi.fn(async (_kept: string, _others: readonly string[], _reason: string) => answer),
  }
  const identity = { memberships: [{ role: 'organisation_manager', organisation_id: places.hospital, organisation_name: '', area_id: null }] }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: DuplicatesPage }] })
  const app = createApp(() => h(DuplicatesPage))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  app.provide(containerKey, { clock: { now: () => 0 }, reports, workplace: shallowRef({ identity }) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  await vi.waitFor(() => expect(document.querySelector(`[data-keep="${a}"]`)).not.toBeNull())
  document.querySelector<HTMLElement>(`[data-keep="${a}"]`)?.click()
  const dialog = () => document.querySelector('[role=alertdialog]')
  await vi.waitFor(() => expect(dialog()).not.toBeNull())
  const input = () => dialog()?.querySelector('input')
  const write = (text: string) => {
    const field = input()
    if (!field) return
    field.value = text
    field.dispatchEvent(new Event('input'))
  }
  const confirm = () => [...dialog()?.querySelectorAll('button') ?? []].at(-1)
  return { reports, dialog, input, write, confirm }
}

it('a reason with somebody\'s number is not sent, and the dialog says why', async () => {
  const { reports, dialog, write, confirm } = await openDialog(success(undefined))

  write('问 13800138000 得知重复')

  await vi.waitFor(() => expect(dialog()?.textContent).toContain('duplicates.personalNumber'))
  confirm()?.click()
  expect(reports.voidDuplicates).not.toHaveBeenCalled()
})

it.each(['offline', 'invalid'] as const)('a reason that could not be sent (%s) stays in the dialog', async (code) => {
  const { reports, input, write, confirm } = await openDialog(failed(code))
  write('两位同事各记了一次')
  await vi.waitFor(() => expect(confirm()?.getAttribute('aria-disabled') ?? confirm()?.getAttribute('disabled')).toBeFalsy())

  confirm()?.click()

  await vi.waitFor(() => expect(reports.voidDuplicates).toHaveBeenCalledOnce())
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(reports.duplicates).toHaveBeenCalledTimes(code === 'invalid' ? 2 : 1)
  expect(input()?.value).toBe('两位同事各记了一次')
})

it('closes once the other one is void', async () => {
  const { dialog, confirm } = await openDialog(success(undefined))

  confirm()?.click()

  await vi.waitFor(() => expect(dialog()).toBeNull())
})
