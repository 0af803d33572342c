import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Status } from '../../../src/domain/activity.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { amendmentsOf } from '../../../src/features/capture/amendment.ts'
import RecordActions from '../../../src/features/history/RecordActions.vue'
import { openRecordIndex } from '../../../src/features/history/use-record-index.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makePayload, places, sha256Of } from '../../make/payload.ts'
import { makePart, makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'

interface Stands { readonly sent: boolean; readonly waiting: boolean; readonly refused: boolean }
const delivered: Stands = { sent: true, waiting: false, refused: false }

/** What stands above the buttons of a record, and which buttons there are. */
async function shown(
  status: Status, stands: Stands, { author_id = authorId, corrected = false, of = makePayload as (its: Partial<Payload>) => Payload, beside = [] as Payload[] } = {},
) {
  const { local } = new FakeDevice(authorId)
  const payload = of({ status, author_id })
  for (const each of beside) await local.records.save(each, [], 0)
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
  if (beside.length > 0 || of !== makePayload) await openRecordIndex(local).then(() => new Promise((resolve) => { setTimeout(resolve, 60) }))
  const buttons = () => [...root.querySelectorAll('[data-action]')].map((each) => each.getAttribute('data-action'))
  return { words: words(), buttons: buttons(), local, root, now: () => ({ words: words(), buttons: buttons() }) }
}

describe('a record that was handed in', () => {
  it('says, before it was sent first, why it can be neither corrected nor voided', async () => {
    expect(await shown('submitted', { sent: false, waiting: true, refused: false })).toMatchObject({ words: ['history.record.tooSoon'], buttons: ['like'] })
  })

  it('says nothing of it once it was sent, where it was refused, or to a colleague', async () => {
    expect(await shown('submitted', delivered)).toMatchObject({ words: [], buttons: ['amend', 'like', 'void'] })
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

describe('a part of a visit', () => {
  const of = (its: Partial<Payload>) => makePart(1, {}, its as Partial<ReturnType<typeof makePart>>)
  const visit = (status: Status, its: Partial<ReturnType<typeof makeVisitPayload>> = {}) => makeVisitPayload({ author_id: colleagueId, status,
    answers: makeVisitAnswers({ parts: [{ id: of({}).id, sha256: sha256Of('part'), sections: [] }] }), ...its })

  it('is neither corrected nor voided once an approved visit names it, and says why', async () => {
    expect(await shown('submitted', delivered, { of, beside: [visit('approved')] })).toMatchObject({ words: ['kinds.visit_part.evidence'], buttons: [] })
    const later = visit('approved', { id: documentId(9), replaces: documentId() })
    expect(await shown('submitted', delivered, { of, beside: [visit('void'), later] })).toMatchObject({ words: ['kinds.visit_part.evidence'], buttons: [] })
  })

  it('is for the server to judge where the visit is not here, is not approved, or does not name it', async () => {
    const free = { words: [], buttons: ['amend', 'void'] }
    expect(await shown('submitted', delivered, { of })).toMatchObject(free)
    for (const beside of [visit('submitted'), visit('void'), visit('approved', { answers: makeVisitAnswers() }), visit('approved', { id: documentId(9) })])
      expect(await shown('submitted', delivered, { of, beside: [beside] })).toMatchObject(free)
  })

  it('lets a correction that can be handed in no more be read and given up', async () => {
    const page = await shown('submitted', delivered, { of, beside: [visit('approved')], corrected: true })
    await vi.waitFor(() => expect(page.now()).toEqual(
      { words: ['kinds.visit_part.evidence', 'history.record.amendingOver'], buttons: ['read-left', 'drop-left'] }))

    page.root.querySelector<HTMLElement>('[data-action=drop-left]')?.click()
    const confirm = await vi.waitFor(() => document.querySelector<HTMLElement>('dialog .x-button--danger, [role=alertdialog] .x-button--danger') ?? expect.fail('no question'))
    confirm.click()

    await vi.waitFor(() => expect(page.now()).toEqual({ words: ['kinds.visit_part.evidence'], buttons: [] }))
    expect(await amendmentsOf(page.local).read(of({}).id)).toBeNull()
  })
})
