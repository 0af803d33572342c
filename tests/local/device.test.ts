// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { countRecord } from '../../src/features/capture/new-record.ts'
import { countSeal } from '../../src/features/capture/submit.ts'
import { FakeDevice } from '../fakes/fake-device.ts'
import { authorId, documentId, makePayload, personId } from '../make/payload.ts'

let device: FakeDevice
beforeEach(() => {
  device = new FakeDevice(authorId)
})

describe('a device', () => {
  it('keeps its name', async () => {
    const { id, code } = await device.local.device.read()

    device.restart()

    expect(await device.local.device.read()).toMatchObject({ id, code, records: 0, sealed: 0 })
    expect([id, code]).toEqual([expect.stringMatching(/^[0-9a-f]{24}$/), expect.stringMatching(/^[2-9A-HJKMNP-Z]{4}$/)])
  })

  it('[S9] gives no number out twice, however many ask at once, over restarts', async () => {
    const numbers: number[] = []
    for (let n = 0; n < 4; n += 1) {
      const given = await Promise.all(Array.from({ length: 8 }, () => device.local.device.change(countRecord)))
      numbers.push(...given.map(({ records }) => records))
      device.restart()
    }

    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, n) => n + 1))
    expect(await device.local.device.change(countSeal(documentId(1)))).toMatchObject({ sealed: 1, given: { 1: documentId(1) } })
  })
})

describe('the event log', () => {
  it('[S10] keeps the last five hundred', async () => {
    for (let n = 0; n < 660; n += 1) await device.local.events.note('n', String(n), n)

    const last = await device.local.events.last()

    expect(last).toHaveLength(500)
    expect([last[0]?.at, last.at(-1)?.at]).toEqual([160, 659])
  })
})

describe('the store', () => {
  it('is one per person', async () => {
    await device.local.records.save(makePayload({ id: documentId(1) }), [], 0)
    const other = new FakeDevice(personId('other'))

    expect(await other.local.records.list()).toEqual([])
    expect(device.local.person).toBe(authorId)
  })

  it('keeps preferences, packs and cursors over a restart', async () => {
    await device.local.preferences.set('last', { at: 3 })
    await device.local.packs.put('rules', { version: '7', rules: [] })
    await device.local.cursors.put('own', { epoch: 'e', xid: '12' })

    const { preferences, packs, cursors } = device.restart()

    expect(await preferences.get('last')).toEqual({ at: 3 })
    expect(await preferences.get('none')).toBeUndefined()
    expect([await packs.get('rules'), await packs.get('areas')]).toEqual([{ version: '7', rules: [] }, undefined])
    expect([...(await packs.versions())]).toEqual([['rules', '7']])
    expect([await cursors.get('own'), await cursors.get('county')]).toEqual([{ epoch: 'e', xid: '12' }, null])
  })

  it('tells who watches of each change, until they stop', async () => {
    const given: number[] = []
    const stop = device.local.watch(async () => (await device.local.records.list()).length,
      (count) => given.push(count), (error) => { throw error })
    await vi.waitFor(() => expect(given).toEqual([0]))
    await device.local.records.save(makePayload({ id: documentId(1) }), [], 0)
    await vi.waitFor(() => expect(given.at(-1)).toBe(1))
    stop()

    await device.local.records.save(makePayload({ id: documentId(2) }), [], 0)

    expect(given.at(-1)).toBe(1)
  })
})
