// @vitest-environment node
import { describe, expect, it, vi } from 'vitest'
import { parse } from '../../../src/domain/document.ts'
import { errorAt, warningAt } from '../../../src/domain/problem.ts'
import { byField, submit } from '../../../src/features/capture/submit.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, makePayload } from '../../make/payload.ts'

const at = Date.parse('2026-05-08T05:00:00Z')

describe('submitting', () => {
  it('[S4] seals time, number and rules, and fixes the text that will travel', async () => {
    const { local } = new FakeDevice(authorId)
    const draft = makePayload({ revision: 0, status: 'draft', sealed: null })
    await local.records.save(draft, [], 0)
    const sync = { soon: vi.fn(), now: vi.fn(), stop: vi.fn() }

    const sealed = await submit(draft, 'rules-7', { clock: { now: () => at }, hash: hashText }, { local, sync })

    const view = await local.records.read(draft.id)
    expect(sealed).toEqual({ ...draft, status: 'submitted', sealed: { at: '2026-05-08T05:00:00.000Z', device_seq: 1, rule_version: 'rules-7' } })
    expect(view?.record.payload).toEqual(sealed)
    expect(parse(view?.entry?.envelope?.text ?? '{}')).toEqual({ ...sealed, revision: 1 })
    expect(view?.entry?.state).toBe('queued')
    expect(sync.soon).toHaveBeenCalled()
  })

  it('counts on with each sealing, and seals nothing that could not be saved', async () => {
    const { local } = new FakeDevice(authorId)
    const parts = [{ clock: { now: () => at }, hash: hashText }, { local, sync: { soon: vi.fn(), now: vi.fn(), stop: vi.fn() } }] as const
    const draft = makePayload({ revision: 0, status: 'draft', sealed: null })
    await submit(draft, '', ...parts)
    vi.spyOn(local.records, 'save').mockRejectedValueOnce(new Error('disk full'))

    await expect(submit(draft, '', ...parts)).rejects.toThrow('disk full')

    expect((await submit(draft, '', ...parts)).sealed?.device_seq).toBe(3)
  })
})

it('shows the worst problem of each field, the first of its level', () => {
  const shown = byField([warningAt('a', 'w1'), errorAt('a', 'e1'), errorAt('a', 'e2'), errorAt('b', 'e3'), warningAt('b', 'w2')])

  expect([...shown].map(([field, { code }]) => [field, code])).toEqual([['a', 'e1'], ['b', 'e3']])
})
