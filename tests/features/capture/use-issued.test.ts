import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp, shallowRef } from 'vue'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { useIssued } from '../../../src/features/capture/use-issued.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, makeHeader, makePayload } from '../../make/payload.ts'
import { makeRosterRow, makeTrainingAnswers, makeTrainingPayload, type TrainingPayload } from '../../make/training.ts'

const session = (nth: number, parts: Partial<TrainingPayload> = {}) => makeTrainingPayload({
  id: documentId(nth), revision: 0, header: makeHeader({ title: `第${nth}期`, started_at: `2026-05-0${nth}T01:00:00.000Z` }),
  answers: makeTrainingAnswers({ roster: [makeRosterRow({ certificate_no: ` 证${nth}` })] }), ...parts })
const draft = { status: 'draft', sealed: null } as const

/** The form of a record on a device that holds these. */
async function open(payload: Payload, held: readonly Payload[]) {
  const { local } = new FakeDevice(authorId)
  for (const each of [payload, ...held]) await local.records.save(each, [], 0)
  const read = vi.spyOn(local.records, 'several')
  const container = { workplace: shallowRef({ local } as unknown as Workplace) } as unknown as Container
  const content = shallowRef<Payload | null>(payload)
  let opened = undefined as ReturnType<typeof useIssued> | undefined
  const app = createApp({ setup: () => (opened = useIssued(content), () => null) })
  app.provide(containerKey, container).mount(document.createElement('div'))
  onTestFinished(() => app.unmount())
  return { local, read, content, numbers: () => Object.fromEntries([...opened!.value].map(([number, { title, day }]) => [number, `${title} ${day}`])) }
}

it('tells what other sessions gave out, drafts too, and by which', async () => {
  const { numbers } = await open(session(1), [session(2), session(3, draft), session(4, { practice: true }), session(5, { status: 'void' }),
    session(6, { author_id: colleagueId }), makePayload({ id: documentId(7), revision: 0 })])

  await vi.waitFor(() => expect(numbers()).toEqual({ 证2: '第2期 2026-05-02', 证3: '第3期 2026-05-03' }))
})

it('leaves out the record that this one stands for', async () => {
  const { numbers } = await open(session(1, { replaces: documentId(2) }), [session(2, { status: 'approved' }), session(3)])

  await vi.waitFor(() => expect(numbers()).toEqual({ 证3: '第3期 2026-05-03' }))
})

it('reads the others once, whatever is typed here, and again when one of them changes', async () => {
  const { local, read, content, numbers } = await open(session(1, draft), [session(2)])
  await vi.waitFor(() => expect(Object.keys(numbers())).toEqual(['证2']))
  const before = read.mock.calls.length

  for (let n = 1; n <= 5; n += 1) {
    content.value = session(1, { ...draft, amend_reason: String(n) })
    await local.records.save(content.value, [], n)
  }
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(read.mock.calls.length).toBe(before)

  await local.records.save(session(2, { answers: makeTrainingAnswers({ roster: [makeRosterRow({ certificate_no: '证9' })] }) }), [], 9)
  await vi.waitFor(() => expect(Object.keys(numbers())).toEqual(['证9']))
})

it('reads nothing in practice, nor for a kind that gives no numbers out', async () => {
  const others = [session(2), makePayload({ id: documentId(8), revision: 0 })]
  const opened = await Promise.all([open(session(1, { practice: true }), others), open(makePayload({ revision: 0 }), others)])
  await new Promise((resolve) => setTimeout(resolve, 50))

  for (const { read, numbers } of opened) {
    expect(numbers()).toEqual({})
    expect(read).not.toHaveBeenCalled()
  }
})
