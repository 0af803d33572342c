import { createApp, h, nextTick, shallowRef } from 'vue'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import type { FieldChange } from '../../../src/domain/reports.ts'
import HistoryCard from '../../../src/features/history/HistoryCard.vue'
import { documentId, makePhotoEntry, sha256Of } from '../../make/payload.ts'
import { makeVisitPayload, pavilion, pavilionSha256 } from '../../make/visit.ts'
import { known, spoken } from './spoken-changes.ts'

async function open(changes: readonly FieldChange[], pieces: readonly ReturnType<typeof makePhotoEntry>[] = []) {
  const newer = { ...pavilion, version: 2, sections: pavilion.sections.map((section) => ({ ...section, items: section.items.map((item) => ({ ...item, text: `新版 ${item.text}` })) })) }
  const checklists = [{ sha256: pavilionSha256, template: pavilion }, { sha256: sha256Of('newer'), template: newer }]
  const revision = { status: 'submitted', sealed_at: '2026-05-08T05:10:00.000Z', received_at: '2026-05-08T05:10:00.000Z' }
  const history = { id: documentId(), replaces: null, replaced_by: null, revisions: [
    { ...revision, revision: 1, reason: '', changes: [] }, { ...revision, revision: 2, reason: '核对后更正', changes }] }
  const local = {
    preferences: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    packs: { versions: () => Promise.resolve(new Map([['checklists', '1']])), get: () => Promise.resolve({ version: '1', checklists }) },
    watch: (query: () => Promise<unknown>, give: (value: unknown) => void) => { void query().then(give); return () => undefined },
  }
  const app = createApp(() => h(HistoryCard, { id: documentId(), payload: makeVisitPayload(), pieces, revision: '2', names: known.names, place: '/records' }))
  app.use(await spoken('zh-CN'))
  app.provide(containerKey, { remote: {}, reports: { history: () => Promise.resolve({ ok: true, value: history }) }, workplace: shallowRef({ local }) } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const rows = () => [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))
  await vi.waitFor(() => expect(rows().length).toBeGreaterThan(0))
  await nextTick()
  return rows
}

it('the history of a visit names items by its own checklist and pictures by their place on the page', async () => {
  const ofPart = makePhotoEntry('of a part')
  const rows = await open([
    { field: 'answers.items.patent_medicines.answer.count', before: 24, after: 60 },
    { field: 'answers.items.patent_medicines.photos.0', before: null, after: ofPart.sha256 },
    { field: 'answers.template_sha256', before: sha256Of('newer'), after: pavilionSha256 },
    { field: 'answers.items.patent_medicines.na_reason', before: null, after: '' },
  ], [ofPart])
  const text = pavilion.sections.flatMap(({ items }) => items).find(({ code }) => code === 'patent_medicines')?.text

  await vi.waitFor(() => expect(rows()).toEqual([
    [`${text} · 检查结果`, '24', '60'], [`${text} · 佐证照片`, '', '增加：照片 2'],
    ['检查表', `${pavilion.title}，第 2 版`, `${pavilion.title}，第 1 版`],
  ]))
})
