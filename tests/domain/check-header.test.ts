// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { checkHeader, type CheckContext } from '../../src/domain/check-header.ts'
import type { Header, RecordPosition } from '../../src/domain/header.ts'
import { noPosition } from '../../src/domain/header.ts'
import { colleagueId, makeHeader, makeParticipant } from '../make/payload.ts'

const context: CheckContext = {
  now: new Date('2026-05-08T05:00:00Z'), photoCount: 3, rule: () => null, hostCountyId: 520326, homeCountyId: 520326,
  distanceToHost: 120, knowsTechnique: () => true,
}
const found = (header: Partial<Header>, world: Partial<CheckContext> = {}) =>
  checkHeader(makeHeader(header), { ...context, ...world }).map(({ level, field, code }) => `${level} ${field}:${code}`)
const at = (position: Partial<RecordPosition>) => ({ position: { ...makeHeader().position, ...position } })

describe('a header', () => {
  it('that is sound has no problem', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<Header>, string]>([
    ['a title', { title: '  ' }, 'header.title:required'],
    ['a title of two characters', { title: '诊' }, 'header.title:too_short'],
    ['a title of eighty at most', { title: '诊'.repeat(81) }, 'header.title:too_long'],
    ['an area', { host_area_id: null }, 'header.host_area_id:required'],
    ['an organisation', { organisation_id: null }, 'header.organisation_id:required'],
    ['an organiser', { organizer_org_id: null }, 'header.organizer_org_id:required'],
    ['a start', { started_at: null }, 'header.started_at:required'],
    ['an end', { ended_at: null }, 'header.ended_at:required'],
    ['an end after the start', { ended_at: '2026-05-08T00:59:00.000Z' }, 'header.ended_at:end_before_start'],
    ['a place', { place_name: '' }, 'header.place_name:required'],
    ['a reason where there is no position', { position: noPosition }, 'header.position:position_or_reason'],
    ['a position on the Earth', at({ lat: 91 }), 'header.position:off_the_earth'],
    ['a reason for a pin', at({ fix_source: 'manual_pin', accuracy_m: null }), 'header.position:pin_reason_required'],
    ['an accuracy that can be', at({ accuracy_m: 10_001 }), 'header.position:out_of_range'],
    ['somebody who took part', { participants: [] }, 'header.participants:participant_required'],
    ['a lead', { participants: [makeParticipant({ role: 'member' })] }, 'header.participants:exactly_one_lead'],
    ['one lead alone', { participants: [makeParticipant(), makeParticipant({ person_id: colleagueId })] }, 'header.participants:exactly_one_lead'],
    ['each person once', { participants: [makeParticipant(), makeParticipant({ role: 'member' })] }, 'header.participants:person_twice'],
    ['a summary of a thousand at most', { summary: '诊'.repeat(1001) }, 'header.summary:too_long'],
  ])('needs %s', (_name, header, problem) => {
    expect(found(header)).toEqual([`error ${problem}`])
  })

  it('counts characters, not code units', () => {
    expect(found({ title: '𠮷'.repeat(80) })).toEqual([])
    expect(found({ title: '𠮷' })).toEqual(['error header.title:too_short'])
  })

  it('takes a reason in place of a position, and one for a pin', () => {
    expect(found({ position: { ...noPosition, no_fix_reason: '山谷里没有信号' } })).toEqual([])
    expect(found(at({ fix_source: 'manual_pin', pin_reason: '定位漂移' }))).toEqual([])
  })

  it('asks why it comes more than fourteen days late, by China\'s calendar', () => {
    const late = (started_at: string) => found({ started_at, ended_at: started_at })

    expect(late('2026-04-23T16:00:00.000Z')).toEqual([])
    expect(late('2026-04-23T15:59:00.000Z')).toEqual(['error header.late_reason:late_reason_required'])
    expect(found({ started_at: '2026-03-01T01:00:00.000Z', late_reason: '手机送修' })).toEqual([])
  })

  it('asks nothing of the kind when it is corrected or handed in again', () => {
    expect(found({ started_at: '2026-03-01T01:00:00.000Z' }, { handedIn: true })).toEqual([])
  })

  it('warns, without refusing, of a start to come, a coarse or distant position', () => {
    const future = { started_at: '2026-05-08T05:05:01.000Z', ended_at: '2026-05-08T06:00:00.000Z' }

    expect(found(future)).toEqual(['warning header.started_at:future_start'])
    expect(found({ ...future, started_at: '2026-05-08T05:05:00.000Z' })).toEqual([])
    expect(found(at({ accuracy_m: 201 }))).toEqual(['warning header.position:coarse_position'])
    expect(found({}, { distanceToHost: 2_001 })).toEqual(['warning header.position:far_from_organisation'])
    expect(found({}, { distanceToHost: null })).toEqual([])
  })

  it.each([[2_149, 2.1], [9_960, 10], [10_499, 10], [1_239_437, 1239]])('says %i metres from the organisation as %f kilometres', (distanceToHost, kilometres) => {
    expect(checkHeader(makeHeader(), { ...context, distanceToHost }).map(({ params }) => params)).toEqual([{ kilometres }])
  })

  it('takes twenty photos at most, and refuses fewer than the minimum in force', () => {
    expect(found({}, { photoCount: 21 })).toEqual(['error photos:too_many_photos'])
    expect(found({}, { photoCount: 2, photoMinimum: 3 })).toEqual(['error photos:too_few_photos'])
    expect(found({}, { photoCount: 3, photoMinimum: 3 })).toEqual([])
    expect(found({}, { photoCount: 0 })).toEqual([])
  })
})
