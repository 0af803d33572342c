import { describe, expect, it } from 'vitest'
import { versionsOf } from '../../../src/features/capture/versions.ts'
import type { HeldView } from '../../../src/features/history/record-view.ts'
import { makeHeader, makePayload, type ClinicPayload } from '../../make/payload.ts'

const draft = (title: string, place_name = '广场'): ClinicPayload =>
  makePayload({ status: 'draft', sealed: null, header: makeHeader({ title, place_name }) })
const beside = (payload: ClinicPayload, theirs: ClinicPayload, base: ClinicPayload | null): HeldView => ({
  record: {
    payload, edition: 4, revision: 2, parents: [], acknowledged: null, touched: 0,
    rival: { payload: theirs, sha256: 'a'.repeat(64) as never, revision: 3, base },
  },
  entry: null, photos: new Map(),
})

describe('the versions of a record', () => {
  it('are none where it has but one', () => {
    const { record: { rival: _none, ...record }, ...view } = beside(draft('甲'), draft('乙'), null)

    expect(versionsOf({ ...view, record })).toBeNull()
  })

  it('ask about each field that both filled in, with both words, and decide only when every one is answered', () => {
    const versions = versionsOf(beside(draft('甲', '村口'), draft('乙', '卫生院'), draft('原题')))

    expect(versions?.clashes.map(({ key, mine, theirs }) => [key, mine, theirs])).toEqual([
      ['header.title', '甲', '乙'], ['header.place_name', '村口', '卫生院'],
    ])
    expect(versions?.decided({ 'header.title': 'theirs' }, '')).toBeNull()
    expect(versions?.decided({ 'header.title': 'theirs', 'header.place_name': 'mine' }, '')?.header)
      .toMatchObject({ title: '乙', place_name: '村口' })
  })

  it.each([['mine', '甲', 'draft'], ['theirs', '乙', 'submitted']] as const)('of which one was handed in stand whole as %s', (side, title, status) => {
    const sealed = { ...makePayload({ header: makeHeader({ title: '乙', place_name: '卫生院' }) }), status: 'submitted' as const }
    const versions = versionsOf(beside(draft('甲'), sealed, draft('原题')))

    expect(versions?.clashes.map(({ key, mine, theirs }) => [key, mine, theirs])).toEqual([['status', 'draft', 'submitted']])
    expect(versions?.mineMayStand).toBe(false)
    expect(versions?.decided({ status: side }, '')).toMatchObject({ status, header: { title, place_name: side === 'mine' ? '广场' : '卫生院' } })
  })

  it('that were both handed in say why this one replaces the other', () => {
    const submitted = (title: string, amend_reason: string) => ({ ...draft(title), status: 'submitted' as const, amend_reason })
    const decide = (mine: ClinicPayload) => {
      const versions = versionsOf(beside(mine, submitted('乙', ''), draft('原题')))
      return [versions?.mineMayStand, versions?.decided({ status: 'mine' }, '两台设备各自提交')?.amend_reason]
    }

    expect(decide(submitted('甲', ''))).toEqual([true, '两台设备各自提交'])
    expect(decide(submitted('甲', '数字有误'))).toEqual([true, '数字有误'])
  })
})
