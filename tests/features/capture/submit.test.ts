// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/domain/document.ts'
import { errorAt, warningAt } from '../../../src/domain/problem.ts'
import { byField, editable, seal } from '../../../src/features/capture/submit.ts'
import { FakeDevice, hashText } from '../../fakes/fake-device.ts'
import { authorId, makePayload } from '../../make/payload.ts'

const at = Date.parse('2026-05-08T05:00:00Z')

describe('sealing', () => {
  const draft = makePayload({ revision: 0, status: 'draft', sealed: null })

  it('[S4] [G8] fixes time, number, device and rules in the text that will travel', async () => {
    const { local } = new FakeDevice(authorId)
    const sealed = seal(draft, at, { id: 'phone-2', sealed: 7 }, 'rules-7')
    await local.records.save(sealed, [], at)

    await local.outbox.fix(draft.id, hashText)

    const view = await local.records.read(draft.id)
    expect(sealed).toEqual({ ...draft, status: 'submitted', device_id: 'phone-2', sealed: { at: '2026-05-08T05:00:00.000Z', device_seq: 7, rule_version: 'rules-7' } })
    expect(parse(view?.entry?.envelope?.text ?? '{}')).toEqual({ ...sealed, revision: 1 })
    expect(view?.entry?.state).toBe('queued')
  })

  it('is undone by editing only where the server took nothing', () => {
    const sealed = seal(draft, at, { id: 'phone-2', sealed: 7 }, 'rules-7')

    expect(editable(draft, false)).toBe(draft)
    expect(editable(sealed, false)).toBeNull()
    expect(editable(sealed, true)).toEqual({ ...draft, device_id: 'phone-2' })
    expect(editable({ ...sealed, status: 'returned' }, false)).toEqual({ ...sealed, status: 'returned' })
    expect(editable(sealed, true, true)).toEqual({ ...sealed, status: 'returned' })
    expect(editable({ ...sealed, amend_reason: '补充人次' }, true)).toBeNull()
    expect(editable({ ...sealed, amend_reason: '补充人次' }, true, true)).toMatchObject({ status: 'returned' })
    for (const status of ['approved', 'void'] as const) expect(editable({ ...sealed, status }, true)).toBeNull()
  })
})

it('shows the worst problem of each field, the first of its level', () => {
  const shown = byField([warningAt('a', 'w1'), errorAt('a', 'e1'), errorAt('a', 'e2'), errorAt('b', 'e3'), warningAt('b', 'w2')])

  expect([...shown].map(([field, { code }]) => [field, code])).toEqual([['a', 'e1'], ['b', 'e3']])
})
