// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import 'fake-indexeddb/auto'
import type { Payload } from '../../../src/domain/document.ts'
import { madePlansKey, type Plan, type PlanDraft } from '../../../src/domain/plan.ts'
import { sendPlans } from '../../../src/sync/plans.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { FakeRemote } from '../../fakes/fake-remote.ts'
import { ModelServer } from '../../fakes/model-server.ts'
import { authorId, makeHeader } from '../../make/payload.ts'
import { allBut, begin, begunOn, corrected, correction, deliverOn, id, keep, makePlan, record, waitingOn } from './kept-device.ts'
import { exportFrom, importOn, nothingTaken } from './rescue-device.ts'

let own: FakeDevice
let fresh: FakeDevice
beforeEach(() => {
  own = new FakeDevice(authorId)
  fresh = new FakeDevice(authorId)
})

/** The open plans as the server gave them to a phone. */
const packOf = ({ local }: FakeDevice, ...plans: PlanDraft[]) =>
  local.packs.put('plans', { version: '1', plans: plans as readonly PlanDraft[] as readonly Plan[] })

/** Sends what waits on a phone to a server that has no plan open. */
async function send({ local }: FakeDevice) {
  const remote = new FakeRemote(new ModelServer(), authorId)
  remote.server.packs.set('plans', { version: '1', plans: [] })
  await sendPlans({ local, remote })
}

describe('a plan of a file that is over', () => {
  it('[E5] is not revived where it was known once, and then sent and cancelled', async () => {
    await keep(own, makePlan(2), null)
    const file = await exportFrom(own)
    expect(await importOn(own, file)).toEqual({ ...nothingTaken, known: 1 })
    await send(own)
    await keep(own, { ...makePlan(2), cancelled: true }, null)
    await send(own)

    expect(await importOn(own, file)).toEqual({ ...nothingTaken, known: 1 })
    expect(await waitingOn(own)).toEqual({})
  })

  it('[E5] is not revived where it was typed, and sent before any import', async () => {
    await own.local.preferences.set(madePlansKey, [makePlan(2).id])
    await keep(own, makePlan(2), null)
    const file = await exportFrom(own)
    await send(own)

    expect(await importOn(own, file)).toEqual({ ...nothingTaken, known: 1 })
    expect(await waitingOn(own)).toEqual({})
  })

  it('[E5] is known where the server gave it in the same words', async () => {
    await keep(own, makePlan(2))
    await packOf(fresh, makePlan(3, '别的'), makePlan(2))

    expect(await importOn(fresh, await exportFrom(own))).toEqual({ ...nothingTaken, known: 1 })
    expect(await waitingOn(fresh)).toBeUndefined()
  })

  it.each([[[]], [[makePlan(2).id]]])('[E5] is named where the server gave it in other words, typed here: %j', async (made) => {
    await fresh.local.preferences.set(madePlansKey, made)
    await keep(own, makePlan(2))
    await packOf(fresh, makePlan(2, '后来的备注'))

    expect(await importOn(fresh, await exportFrom(own))).toEqual({
      ...nothingTaken, left: [{ what: 'plan', id: makePlan(2).id, name: '2026-05-20 丰乐镇卫生院' }],
    })
    expect(await waitingOn(fresh)).toBeUndefined()
  })
})

describe('a correction of a file whose record has gone on', () => {
  const left = [{ what: 'correction', id, name: `${record.short_no} 更正后的名称` }]
  const handIn = ({ local }: FakeDevice, payload: Payload) => local.records.save(payload, [], 9)

  it('[E5] is not begun again where it was known once, then handed in and corrected once more', async () => {
    await deliverOn(own)
    await begin(own)
    const file = await exportFrom(own)
    expect(await importOn(own, file)).toEqual({ ...nothingTaken, known: 1 })
    await handIn(own, corrected())
    await handIn(own, corrected('再次更正的名称'))
    await begin(own, null)

    expect(await importOn(own, file)).toEqual({ ...nothingTaken, known: 1 })
    expect(await begunOn(own)).toBeNull()
  })

  it.each([['sent', true], ['waiting', false]])('[E5] is named where it was corrected once more, %s', async (_, isSent) => {
    await deliverOn(own)
    await begin(own)
    const file = await exportFrom(own)
    await begin(own, null)
    await (isSent ? deliverOn(own, corrected('再次更正的名称')) : handIn(own, corrected('再次更正的名称')))
    const before = await allBut(own)

    expect(await importOn(own, file)).toEqual({ ...nothingTaken, left })
    expect(await allBut(own)).toEqual(before)
  })

  it('[E5] is begun where the record here is older than what it was begun on', async () => {
    await begin(own, { ...correction(), read: { payload: { ...record, revision: 2 }, edition: 1 } })
    await deliverOn(fresh, { ...record, header: makeHeader({ title: '最初的名称' }) })

    expect(await importOn(fresh, await exportFrom(own))).toEqual({ ...nothingTaken, corrections: 1 })
    expect((await begunOn(fresh))?.payload).toEqual(corrected())
  })

  it('[E5] is begun where an older app did not keep what it was begun on', async () => {
    await begin(own, { payload: corrected(), bytes: correction().bytes })
    await deliverOn(fresh, corrected('再次更正的名称'))

    expect(await importOn(fresh, await exportFrom(own))).toEqual({ ...nothingTaken, corrections: 1 })
  })
})
