// @vitest-environment node
import { expect, it } from 'vitest'
import { deliveries } from '../../../src/domain/delivery.ts'
import { statuses } from '../../../src/domain/activity.ts'
import { headlineOf } from '../../../src/features/history/headline.ts'
import { lineOf } from '../../../src/features/history/record-view.ts'
import { deliveryTones, statusTones } from '../../../src/features/history/tones.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, makePayload } from '../../make/payload.ts'
import { makePicture } from '../../make/picture.ts'
import { makeTrainingAnswers, makeTrainingPayload } from '../../make/training.ts'

it('[D2] counts the pictures of the manifest and those confirmed', async () => {
  const { local } = new FakeDevice(authorId)
  const [a, b] = [makePicture('a'), makePicture('b')]
  const payload = makePayload({ photos: [a.entry, b.entry] })
  const photo = { sha256: a.entry.sha256, state: 'verified' as const }
  await local.records.accept({ id: payload.id, revision: 1, sha256: a.entry.sha256, text: '', received_at: '', photos: [photo] }, payload, 0)
  const view = await local.records.read(payload.id)

  expect(view && lineOf(view)).toEqual({ delivery: 'acknowledged', photos: 2, verified: 1 })
})

it('has a tone for each state', () => {
  expect(deliveries.filter((each) => !deliveryTones[each])).toEqual([])
  expect(statuses.filter((each) => !statusTones[each])).toEqual([])
})

it('shows the kind\'s own figure, nothing where it is not filled in or written by a newer app', () => {
  expect(headlineOf(makePayload())).toBe(152)
  expect(headlineOf(makeTrainingPayload())).toBe(2)
  expect(headlineOf(makeTrainingPayload({ answers: makeTrainingAnswers({ trainee_count: null }) }))).toBe(null)
  expect(headlineOf(makeTrainingPayload({ answers_version: 99 }))).toBe(null)
})
