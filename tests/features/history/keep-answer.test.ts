// @vitest-environment node
import { expect, it } from 'vitest'
import { keepAnswer } from '../../../src/features/history/keep-answer.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId } from '../../make/payload.ts'

it('keeps an answer while the person is there', async () => {
  const { local } = new FakeDevice(authorId)

  await keepAnswer(local, 'gaps', { rows: 3 })

  expect(await local.preferences.get('gaps')).toEqual({ rows: 3 })
})

it('lets an answer go that came after the person had left', async () => {
  const device = new FakeDevice(authorId)
  device.local.close()
  await expect(device.local.preferences.set('gaps', {})).rejects.toThrow()

  await keepAnswer(device.local, 'gaps', { rows: 3 })

  expect(await device.restart().preferences.get('gaps')).toBeUndefined()
})

const failing = (error: Error) => ({ preferences: { set: async () => { throw error } } as never })

it('lets an answer go on a full disk', async () => {
  await expect(keepAnswer(failing(new DOMException('full', 'QuotaExceededError')), 'gaps', {})).resolves.toBeUndefined()
})

it('hides no other trouble', async () => {
  await expect(keepAnswer(failing(new DOMException('broken', 'DataError')), 'gaps', {})).rejects.toThrow('broken')
})
