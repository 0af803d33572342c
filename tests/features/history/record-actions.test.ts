import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Status } from '../../../src/domain/activity.ts'
import { amendmentsOf } from '../../../src/features/capture/amendment.ts'
import RecordActions from '../../../src/features/history/RecordActions.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, makePayload, places } from '../../make/payload.ts'

interface Stands { readonly sent: boolean; readonly waiting: boolean; readonly refused: boolean }
const delivered: Stands = { sent: true, waiting: false, refused: false }

/** What stands above the buttons of a record, and which buttons there are. */
async function shown(status: Status, stands: Stands, { author_id = authorId, corrected = false } = {}) {
  const { local } = new FakeDevice(authorId)
  const payload = makePayload({ status, author_id })
  if (corrected) await amendmentsOf(local).save(payload.id, { payload, bytes: [] }, { payload, edition: 0 })
  const acting = { organisation_id: places.hospital, county_id: places.county }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] })
  const app = createApp(() => h(RecordActions, { payload, ...stands }))
  app.use(createI18n({ legacy: false, missingWarn: false, fallbackWarn: false })).use(router)
  const workplace = { local, acting, identity: { personId: authorId, memberships: [acting] }, sync: {} } as unknown as Workplace
  app.provide(containerKey, { clock: { now: () => 0 }, workplace: shallowRef(workplace) } as unknown as Container)
  const root = document.body.appendChild(document.createElement('main'))
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const words = () => [...root.querySelectorAll('p')].map((each) => each.textContent)
  if (corrected) await vi.waitFor(() => expect(root.querySelector('[data-left]')).not.toBeNull())
  return { words: words(), buttons: [...root.querySelectorAll('[data-action]')].map((each) => each.getAttribute('data-action')) }
}

describe('a record that was handed in', () => {
  it('says, before it was sent first, why it can be neither corrected nor voided', async () => {
    expect(await shown('submitted', { sent: false, waiting: true, refused: false })).toEqual({ words: ['history.record.tooSoon'], buttons: ['like'] })
  })

  it('says nothing of it once it was sent, where it was refused, or to a colleague', async () => {
    expect(await shown('submitted', delivered)).toEqual({ words: [], buttons: ['amend', 'like', 'void'] })
    expect((await shown('submitted', { sent: false, waiting: true, refused: true })).words).toEqual([])
    expect((await shown('submitted', { ...delivered, sent: false, waiting: true }, { author_id: colleagueId })).words).toEqual([])
  })

  it.each([
    ['submitted', ['history.record.amending']], ['returned', ['history.record.amendingReturned']],
    ['approved', ['history.record.replaceApproved', 'history.record.amendingReplaced']],
    ['void', ['history.record.replaceVoid', 'history.record.amendingReplaced']],
  ] as const)('says, being %s, what becomes of a correction that was not handed in', async (status, words) => {
    expect((await shown(status, delivered, { corrected: true })).words).toEqual(words)
  })
})
