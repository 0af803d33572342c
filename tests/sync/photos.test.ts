// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { makePace } from '../../src/sync/pace.ts'
import { push } from '../../src/sync/push.ts'
import { sendPhotos } from '../../src/sync/photos.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeDevice, hashText } from '../fakes/fake-device.ts'
import { FakeRemote } from '../fakes/fake-remote.ts'
import { ModelServer } from '../fakes/model-server.ts'
import { authorId, documentId, makePayload } from '../make/payload.ts'
import { makePicture, type MadePicture } from '../make/picture.ts'

let device: FakeDevice
let server: ModelServer
let remote: FakeRemote
let clock: FakeClock
const scene = makePicture('scene')
const group = makePicture('group')

beforeEach(() => {
  device = new FakeDevice(authorId)
  server = new ModelServer()
  remote = new FakeRemote(server, authorId)
  clock = new FakeClock()
})

const deliver = () => push({ local: device.local, remote, hash: hashText, now: clock.now, pace: makePace() })
const send = () => sendPhotos({ local: device.local, remote, now: clock.now, random: () => 0.5 })
const save = (pictures: readonly MadePicture[], files = pictures) => device.local.records.save(
  makePayload({ id: documentId(1), revision: 0, photos: pictures.map(({ entry }) => entry) }),
  files.map(({ file }) => file), 0)
const stateOf = async ({ entry }: MadePicture) =>
  (await device.local.records.read(documentId(1)))?.photos.get(entry.sha256)?.state
const uploads = () => remote.requests.filter(({ name }) => name === 'photo').map(({ what }) => what[0])
const path = ({ entry }: MadePicture) => `${documentId(1)}/${entry.sha256}`

describe('pictures', () => {
  it('[F1] wait until the server holds their record', async () => {
    await save([scene])
    await send()
    expect(uploads()).toEqual([])
    await deliver()

    await send()

    expect(uploads()).toEqual([path(scene)])
    expect(await stateOf(scene)).toBe('received')
    expect(server.pictures.get(path(scene))?.bytes?.byteLength).toBe(scene.entry.bytes)
  })

  it('[F7] taken since the last acknowledgement wait for the next one', async () => {
    await save([scene])
    await deliver()
    await save([scene, group], [group])

    await send()
    expect(uploads()).toEqual([])

    await deliver()
    await send()
    expect(uploads().sort()).toEqual([path(scene), path(group)].sort())
    expect([await stateOf(scene), await stateOf(group)]).toEqual(['received', 'received'])
  })

  it('[F1] are not sent when the record lists them no longer, or the bytes are elsewhere', async () => {
    await save([scene, group])
    await deliver()
    await save([makePicture('elsewhere')], [])

    await send()

    expect(uploads()).toEqual([])
  })

  it('[F2] go one by one, and a failure of the line ends the round without counting', async () => {
    await save([scene, group])
    await deliver()
    for (let n = 0; n < 12; n += 1) {
      remote.faults = ['lost']
      const outcome = await send()
      expect(outcome).toMatchObject({ done: false, goOn: false })
    }
    expect(uploads()).toHaveLength(12)
    remote.rule = ({ what }) => (what[0] === path(scene) ? 403 : null)

    await send()

    expect([await stateOf(scene), await stateOf(group)]).toEqual(['waiting', 'received'])
  })

  it('[F3] that are there already count as received', async () => {
    await save([scene])
    await deliver()
    remote.faults = ['replyLost']
    await send()
    expect(await stateOf(scene)).toBe('waiting')

    await send()

    expect(await stateOf(scene)).toBe('received')
  })

  it('[F4] that the server refuses are tried eight times, a minute or more apart, then refused with the reason', async () => {
    await save([scene])
    await deliver()
    remote.rule = ({ name }) => (name === 'photo' ? 403 : null)
    for (let n = 1; n < 8; n += 1) {
      await send()
      await send()
      expect(uploads()).toHaveLength(n)
      expect(await stateOf(scene)).toBe('waiting')
      clock.advance(59_000)
      await send()
      expect(uploads()).toHaveLength(n)
      clock.advance(400_000)
    }

    await send()
    clock.advance(3_600_000)
    await send()

    expect(uploads()).toHaveLength(8)
    expect(await stateOf(scene)).toBe('refused')
    expect((await device.local.events.last()).at(-1)).toMatchObject({ name: 'photo refused', detail: 'forbidden 403' })
  })

  it('[F5] under way when the app died are sent again', async () => {
    await save([scene])
    await deliver()
    remote.passing = () => {
      remote.passing = () => undefined
      device.restart()
    }
    await expect(send()).rejects.toThrow()
    expect(await stateOf(scene)).toBe('sending')

    await send()

    expect(await stateOf(scene)).toBe('received')
  })

  it('[F6] do not wait for years because the clock was set back', async () => {
    clock.set(Date.parse('2036-01-01T00:00:00Z'))
    await save([scene])
    await deliver()
    remote.faults = [403]
    await send()
    clock.set(Date.parse('2026-01-01T00:00:00Z'))

    await send()

    expect(await stateOf(scene)).toBe('received')
  })
})
