// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../src/domain/activity.ts'
import { parse, type Parcel } from '../../src/domain/document.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { authorId, documentId, makeHeader, makePayload, sha256Of } from '../make/payload.ts'

let device: FakeDevice
beforeEach(() => {
  device = new FakeDevice(authorId)
})

const id = documentId(1)
const save = (title = '义诊') =>
  device.local.records.save(makePayload({ id, revision: 0, header: makeHeader({ title }) }), [], 0)
const box = () => device.local.outbox
const take = async () => await box().take(id, hashText) as Parcel
const view = async () => device.local.records.read(id)
const titleOf = ({ text }: Parcel) => parse(text).header.title

describe('taking', () => {
  it('[S4] gives the same text until the record is edited', async () => {
    await save()

    const first = await take()
    await box().unknown(id, first.sha256)
    device.restart()

    expect(await take()).toEqual(first)
    expect(first).toMatchObject({ id, revision: 1, parents: [], sha256: sha256Of(first.text) })
  })

  it('[S4] sends the text that sealing fixed', async () => {
    await save()
    const sealed = await box().fix(id, hashText)
    expect((await view())?.entry?.state).toBe('queued')

    expect(await take()).toEqual(sealed)
    expect((await view())?.entry?.state).toBe('sending')
  })

  it('[S3] of an edited record gives a new revision that descends from the one under way', async () => {
    await save('一')
    const first = await take()
    await save('二')
    const second = await take()
    await save('三')

    const third = await take()

    expect([first, second, third].map(({ revision }) => revision)).toEqual([1, 2, 3])
    expect(third.parents).toEqual([first.sha256, second.sha256])
    expect(titleOf(third)).toBe('三')
  })

  it('[S3] takes an edit in that comes while the text is hashed', async () => {
    await save('一')
    let edited = false

    const parcel = await box().take(id, async (text) => {
      if (!edited) await save('二')
      edited = true
      return hashText(text)
    })

    expect(titleOf(parcel as Parcel)).toBe('二')
  })

  it('gives nothing of a record that is gone, acknowledged or refused', async () => {
    expect(await box().take(documentId(9), hashText)).toBeNull()
    await save()
    const { sha256 } = await take()
    await box().refuse(id, sha256, ['x'])
    expect(await box().take(id, hashText)).toBeNull()
    await save()
    await box().acknowledge(id, (await take()).sha256)

    expect(await box().take(id, hashText)).toBeNull()
  })

  it('[P3] repeats the newest text once too many got no word, and forgets no parent', async () => {
    const sent: Parcel[] = []
    for (let n = 0; n < 30; n += 1) {
      await save(`稿 ${n}`)
      sent.push(await take())
    }

    const last = sent.at(-1) as Parcel
    const before = sent.filter(({ revision }) => revision < last.revision).map(({ sha256 }) => sha256)
    expect(new Set(last.parents)).toEqual(new Set(before))
    expect(last.parents.length).toBe(20)
    await box().acknowledge(id, last.sha256)
    const next = await take()
    expect([next.parents, titleOf(next)]).toEqual([[last.sha256], '稿 29'])
  })
})

describe('the word of the server', () => {
  it('[P7] on the newest text ends the waiting', async () => {
    await save()
    const { sha256 } = await take()

    await box().acknowledge(id, sha256)

    expect(await view()).toMatchObject({ entry: null, record: { acknowledged: sha256, parents: [sha256] } })
  })

  it('[P7] on a text that was edited meanwhile leaves the edit queued, descending from it', async () => {
    await save('一')
    const first = await take()
    await save('二')

    await box().acknowledge(id, first.sha256)

    expect((await view())?.entry?.state).toBe('queued')
    expect(await take()).toMatchObject({ revision: 2, parents: [first.sha256] })
  })

  it('[P7] on an older text than the one fixed since says nothing about the newer', async () => {
    await save('一')
    const first = await take()
    await save('二')
    const second = await box().fix(id, hashText)

    await box().acknowledge(id, first.sha256)
    await box().refuse(id, first.sha256, ['x'])
    await box().unknown(id, first.sha256)

    expect((await view())?.entry).toMatchObject({ state: 'queued', attempts: 0, codes: [] })
    expect(await take()).toEqual(second)
  })

  it('[P8] of refusal leaves an edit made meanwhile queued, as a new revision', async () => {
    await save('一')
    const first = await take()
    await save('二')

    await box().refuse(id, first.sha256, ['payload:hash'])

    expect((await view())?.entry).toMatchObject({ state: 'queued', codes: [] })
    const next = await take()
    expect([next.revision, titleOf(next)]).toEqual([2, '二'])
  })

  it('[P8] of refusal stays until the record is edited', async () => {
    await save('一')
    const first = await take()
    await box().refuse(id, first.sha256, ['header.title:too_short'])
    device.restart()
    expect((await view())?.entry).toMatchObject({ state: 'refused', codes: ['header.title:too_short'] })
    expect(await box().due()).toEqual([])

    await save('二')

    expect(await box().due()).toEqual([id])
    expect(titleOf(await take())).toBe('二')
  })

  it('[P8] of refusal leaves it known that the record had been returned, until the server takes it', async () => {
    const stands = (status: Status) => device.local.records.save(makePayload({ id, revision: 0, status }), [], 1)
    const wasReturned = async () => (await view())?.record.returned === true
    await stands('submitted')
    await box().refuse(id, (await take()).sha256, ['x'])
    expect(await wasReturned()).toBe(false)

    await stands('returned')
    await stands('submitted')
    await box().refuse(id, (await take()).sha256, ['x'])
    device.restart()
    expect(await wasReturned()).toBe(true)

    await stands('returned')
    await stands('submitted')
    await box().acknowledge(id, (await take()).sha256)
    expect(await wasReturned()).toBe(false)
  })

  it('[P8] known as returned stays so where an edit of before the seal is acknowledged after it', async () => {
    const stands = (status: Status) => device.local.records.save(makePayload({ id, revision: 0, status }), [], 1)
    await stands('returned')
    const { sha256 } = await take()
    await stands('submitted')
    await box().acknowledge(id, sha256)
    await box().refuse(id, (await take()).sha256, ['x'])

    expect((await view())?.record.returned).toBe(true)
  })

  it('[P9] not given leaves the record queued and counts', async () => {
    await save()
    const { sha256 } = await take()

    await box().unknown(id, sha256)
    await box().unknown(id, sha256)

    expect((await view())?.entry).toMatchObject({ state: 'queued', attempts: 2 })
  })

  it('does not disturb what is refused when it comes twice', async () => {
    await save()
    const { sha256 } = await take()
    await box().refuse(id, sha256, ['x'])

    await box().acknowledge(documentId(9), sha256)
    await box().release()

    expect((await view())?.entry?.state).toBe('refused')
  })

  it('[P14] that never came is no longer awaited after a release', async () => {
    await save()
    const first = await take()

    await box().release()

    expect((await view())?.entry?.state).toBe('queued')
    expect(await take()).toEqual(first)
  })
})
