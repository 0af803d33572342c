import { expect, it } from 'vitest'
import { listed } from '../../src/domain/listed-record.ts'
import { todayList } from '../../src/domain/today-list.ts'
import { documentId, makePayload } from '../make/payload.ts'

const line = (n: number, status: 'draft' | 'submitted' | 'returned') => listed(makePayload({ id: documentId(n), status }), 100 - n)

it('keeps what is left to do apart from the newest of the rest, in the order given', () => {
  const lines = [line(1, 'submitted'), line(2, 'draft'), line(3, 'submitted'), line(4, 'returned')]

  const { open, recent } = todayList(lines, [documentId(3)])

  expect(open.map(({ id }) => id)).toEqual([documentId(2), documentId(3), documentId(4)])
  expect(recent.map(({ id }) => id)).toEqual([documentId(1)])
})

it('shows eight of the rest and every one that is left to do', () => {
  const lines = Array.from({ length: 40 }, (_, n) => line(n + 1, n % 2 === 0 ? 'draft' : 'submitted'))

  expect([todayList(lines).open.length, todayList(lines).recent.length]).toEqual([20, 8])
})
