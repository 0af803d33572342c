// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { newRecord, type NewRecord } from '../../../src/features/capture/new-record.ts'
import type { Membership } from '../../../src/domain/ports.ts'
import type { Person } from '../../../src/domain/reference.ts'
import { freeClinic } from '../../../src/kinds/free-clinic/model.ts'
import { authorId, colleagueId, documentId, makeHeader, makeParticipant, makePayload, makePhotoEntry, personId, places } from '../../make/payload.ts'
import { planId } from '../../make/plan.ts'

const acting: Membership = {
  id: 1, role: 'field_worker', organisation_id: places.hospital, organisation_name: '务川县中医院', area_id: null,
  area_name: '', county_id: places.county,
}
const make = (parts: Partial<NewRecord> = {}) => newRecord({
  id: documentId(1), kind: 'free_clinic', practice: false, acting, previous: undefined,
  identity: { personId: authorId, name: '田杜仲', account: 'wcyisheng', memberships: [acting] },
  device: { id: 'd1', code: 'K7QX', records: 12 }, now: new Date('2026-05-08T01:47:12Z'), ...parts,
})

describe('a new record', () => {
  it('is a draft of its author, here and now, for their organisation', () => {
    const record = make()

    expect(record).toMatchObject({
      id: documentId(1), revision: 0, status: 'draft', sealed: null, author_id: authorId, device_id: 'd1',
      short_no: 'YZ-K7QX-0012', created_at: '2026-05-08T01:47:12.000Z', photos: [], answers: freeClinic.blank(null),
    })
    expect(record.header).toMatchObject({
      organisation_id: places.hospital, organizer_org_id: places.hospital, host_area_id: places.county,
      started_at: '2026-05-08T01:30:00.000Z', ended_at: '2026-05-08T04:30:00.000Z',
      participants: [{ person_id: authorId, role: 'lead' }],
    })
  })

  it.each([
    ['21:00 to the day\'s last minute', '2026-05-08T13:10:00Z', '2026-05-08T13:00:00.000Z', '2026-05-08T15:59:00.000Z'],
    ['23:30 too', '2026-05-08T15:59:30Z', '2026-05-08T15:30:00.000Z', '2026-05-08T15:59:00.000Z'],
    ['20:30 its usual hours', '2026-05-08T12:30:00Z', '2026-05-08T12:30:00.000Z', '2026-05-08T15:30:00.000Z'],
    ['midnight the new day', '2026-05-08T16:01:00Z', '2026-05-08T16:00:00.000Z', '2026-05-08T19:00:00.000Z'],
  ])('ends on the day it began in China: begun at %s', (_, now, started_at, ended_at) => {
    expect(make({ now: new Date(now) }).header).toMatchObject({ started_at, ended_at })
  })

  it('keeps the habits of the last one, and nothing that was true of it alone', () => {
    const previous = makePayload({
      header: makeHeader({ late_reason: '迟', summary: '旧', reasons: { far: '远' } }), photos: [makePhotoEntry()],
    })

    const { header, answers, photos, sealed } = make({ previous })

    expect(header).toMatchObject({
      host_area_id: places.township, recipient_org_id: places.townshipHospital, participants: previous.header.participants,
      title: '', place_name: '', summary: '', late_reason: '', reasons: {}, started_at: '2026-05-08T01:30:00.000Z',
    })
    expect(header.position).toMatchObject({ lng: null, lat: null })
    expect(answers).toEqual(freeClinic.blank(previous.answers))
    expect([photos, sealed]).toEqual([[], null])
  })

  it('keeps no places or people of a record made for another organisation', () => {
    const previous = makePayload({ header: makeHeader({ organisation_id: 999 }) })

    expect(make({ previous }).header).toMatchObject({ host_area_id: places.county, recipient_org_id: null, participants: [{ person_id: authorId }] })
  })

  it('of a plan names it and takes its place, recipient and team, the author at its head', () => {
    const previous = makePayload({ header: makeHeader({ participants: [makeParticipant({ person_id: colleagueId, title_level: 'senior' })] }) })
    const { header, plan_id } = make({ previous, plan: { id: planId(), organisation_id: places.hospital, area_id: 520327, recipient_org_id: 77, place_name: '丰乐镇卫生院', team: [colleagueId, authorId] } })

    expect(header).toMatchObject({ host_area_id: 520327, recipient_org_id: 77, place_name: '丰乐镇卫生院' })
    expect([plan_id, 'plan_id' in make({ previous })]).toEqual([planId(), false])
    expect(header.participants.map(({ person_id, role, title_level }) => [person_id, role, title_level])).toEqual([
      [authorId, 'lead', 'none'], [colleagueId, 'member', 'senior'],
    ])
  })

  it('of a plan for a whole organisation keeps the team of last time', () => {
    const previous = makePayload({ header: makeHeader({ participants: [makeParticipant({ person_id: colleagueId })] }) })
    const { header } = make({ previous, plan: { id: planId(), organisation_id: places.hospital, area_id: 520327, recipient_org_id: null, place_name: '', team: [] } })

    expect(header.participants.map(({ person_id }) => person_id)).toEqual([colleagueId])
  })

  describe('names everybody with the title that they have', () => {
    const person = (id: Person['id'], title_level: string, category: string, more: Partial<Person> = {}): [Person['id'], Person] =>
      [id, { id, name: '', organisation_id: places.hospital, title_level, category, ...more }]
    const merged = personId('merged')
    const people = new Map([person(authorId, 'intermediate', 'nursing'), person(colleagueId, 'senior', 'western'), person(merged, 'none', 'tcm', { merged_into: colleagueId })])
    const titles = (parts: Partial<NewRecord>) => make({ people, ...parts }).header.participants.map(({ title_level, category }) => [title_level, category])
    const wrong = makePayload({ header: makeHeader({ participants: [makeParticipant({ title_level: 'none' }), makeParticipant({ person_id: merged, role: 'driver', title_level: 'none' })] }) })
    const both = [['intermediate', 'nursing'], ['senior', 'western']]
    const plan = { id: planId(), organisation_id: places.hospital, area_id: places.county, recipient_org_id: null, place_name: '', team: [authorId, colleagueId] }

    it('alone, in a planned team, copied from the last record or from the parent', () => {
      expect(titles({})).toEqual([['intermediate', 'nursing']])
      expect(titles({ plan })).toEqual(both)
      expect(titles({ previous: wrong })).toEqual(both)
      expect(titles({ parent: { id: documentId(2), payload: wrong, nth: 1, title: '' } })).toEqual(both)
      expect(make({ people, previous: wrong }).header.participants.map(({ role }) => role)).toEqual(['lead', 'driver'])
    })

    it('as the last record had them where nobody knows them, else as nothing special', () => {
      const previous = makePayload({ header: makeHeader({ participants: [makeParticipant({ title_level: 'senior', category: 'pharmacy' })] }) })
      expect([titles({ people: new Map(), previous }), titles({ people: new Map() })]).toEqual([[['senior', 'pharmacy']], [['none', 'tcm']]])
    })
  })

  it('is practice when it was started as such', () => {
    expect([make().practice, make({ practice: true }).practice]).toEqual([false, true])
  })
})
