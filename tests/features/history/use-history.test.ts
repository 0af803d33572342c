import { createApp, h, nextTick, shallowRef } from 'vue'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { failed, success, type Result } from '../../../src/domain/failure.ts'
import { returnedKey, type RecordHistory, type RecordReview } from '../../../src/domain/reports.ts'
import ReturnedNote from '../../../src/features/capture/ReturnedNote.vue'
import HistoryCard from '../../../src/features/history/HistoryCard.vue'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makePayload } from '../../make/payload.ts'
import { known, spoken } from './spoken-changes.ts'

const id = documentId()
const review = (day: number, reason: string): RecordReview =>
  ({ decision: 'returned', reason, revision: day, at: `2026-05-0${day}T01:00:00.000Z`, reviewer: '韦雪' })
const historyWith = (...reviews: RecordReview[]): RecordHistory =>
  ({ id, replaces: null, replaced_by: null, reviews, revisions: [{ revision: 1, status: 'submitted', sealed_at: null, received_at: '2026-05-08T05:10:00.000Z', reason: '', changes: [] }] })

/** What a page says of a returned record, given what came with it, what the server said last, and what it says now. */
async function shown(page: 'form' | 'record', came: RecordReview | null, last: RecordHistory | null, now: Result<RecordHistory> = failed('offline'), reader = authorId) {
  const { local } = new FakeDevice(authorId)
  if (came) await local.preferences.set(returnedKey(id), came)
  if (last) await local.preferences.set(`history/${id}`, last)
  const payload = makePayload({ status: 'returned' })
  const history = vi.fn(async () => now)
  const app = createApp(() => (page === 'form' ? h(ReturnedNote, { id })
    : h(HistoryCard, { id, payload, revision: '1', names: known.names, place: '/records' })))
  app.use(await spoken('zh-CN'))
  app.provide(containerKey, { remote: {}, reports: { history }, workplace: shallowRef({ local, identity: { personId: reader } } as unknown as Workplace) } as unknown as Container)
  const root = document.body.appendChild(document.createElement('main'))
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  await vi.waitFor(() => expect(history).toHaveBeenCalled())
  await nextTick()
  await nextTick()
  return root.textContent
}

it('says without a network why a record came back, though it was never opened with one', async () => {
  expect(await shown('form', review(8, '请补充照片'), null)).toContain('请补充照片')
  const record = await shown('record', review(8, '请补充照片'), null)
  expect(record).toContain('韦雪：请补充照片')
  expect(record).toContain('没有网络')
})

it('says the newest reason: that which came with the record, or was read since', async () => {
  const first = historyWith(review(6, '时间不对'))
  expect(await shown('form', review(8, '请补充照片'), first)).toContain('请补充照片')
  expect(await shown('form', review(6, '时间不对'), historyWith(review(6, '时间不对'), review(8, '请补充照片')))).toContain('请补充照片')
  expect(await shown('form', review(6, '时间不对'), null, success(historyWith(review(6, '时间不对'), review(8, '请补充照片'))))).toContain('请补充照片')
  expect((await shown('record', review(6, '时间不对'), first))?.match(/时间不对/g)).toHaveLength(1)
})

it('tells the author, and nobody else, of what managers see flagged and the author can mend', async () => {
  const flagged = success({ ...historyWith(), flags: ['no_photos', 'late', 'certificate_elsewhere'] })
  const flags = () => [...document.querySelectorAll('[data-flags] li')].map((each) => each.textContent)

  await shown('record', null, null, flagged)
  expect(flags()).toEqual([expect.stringContaining('证书编号')])
  document.body.replaceChildren()
  await shown('record', null, null, flagged, colleagueId)
  expect(flags()).toEqual([])
})
