import { describe, expect, it } from 'vitest'
import { mergePayloads, sayTheSame, settleClashes, valueAt, withValueAt } from '../../src/domain/merge.ts'
import { makeHeader, makeParticipant, makePayload, makePhotoEntry, personId, type ClinicPayload } from '../make/payload.ts'

const draft = (header: Parameters<typeof makeHeader>[0] = {}, answers: Partial<ClinicPayload['answers']> = {}): ClinicPayload => {
  const payload = makePayload({ status: 'draft', sealed: null, revision: 3, header: makeHeader(header) })
  return { ...payload, answers: { ...payload.answers, ...answers } }
}
const base = draft()

describe('two versions of a record', () => {
  it('are one where each changed other fields', () => {
    const { payload, clashes } = mergePayloads(base, draft({ title: '晚到的题目' }), draft({ place_name: '村委会' }, { techniques_shown: ['T1'] }))

    expect(clashes).toEqual([])
    expect(payload.header).toMatchObject({ title: '晚到的题目', place_name: '村委会' })
    expect(valueAt(payload, ['answers', 'techniques_shown'])).toEqual(['T1'])
  })

  it('clash in the fields that both changed, and in no other', () => {
    const theirs = draft({ title: '乙', place_name: '村委会' })
    const { payload, clashes } = mergePayloads(base, draft({ title: '甲' }), theirs)

    expect(clashes).toEqual([['header', 'title']])
    expect(payload.header).toMatchObject({ title: '甲', place_name: '村委会' })
    const settled = settleClashes({ payload, clashes }, theirs, () => 'theirs')
    expect(settled.header).toMatchObject({ title: '乙', place_name: '村委会' })
  })

  it('say the same where both made the same change', () => {
    expect(mergePayloads(base, draft({ title: '同' }), draft({ title: '同' })).clashes).toEqual([])
  })

  it('clash in every difference where nothing in common is known', () => {
    const { clashes } = mergePayloads(null, draft({ title: '甲' }), draft({ place_name: '村委会' }))

    expect(clashes).toEqual([['header', 'title'], ['header', 'place_name']])
  })

  it('keep the members that either added to a list, and drop those that one took out and the other left alone', () => {
    const [lead, member, nurse, doctor] = [makeParticipant(), ...['member', 'nurse', 'doctor'].map((word) => makeParticipant({ person_id: personId(word) }))] as [ReturnType<typeof makeParticipant>, ...ReturnType<typeof makeParticipant>[]]
    const with_ = (...participants: (typeof lead | undefined)[]) => draft({ participants: participants as typeof lead[] })

    const { payload, clashes } = mergePayloads(with_(lead, member), with_(lead, nurse), with_(lead, member, doctor))

    expect(clashes).toEqual([])
    expect(payload.header.participants.map(({ person_id }) => person_id)).toEqual([lead, nurse, doctor].map((each) => each?.person_id))
  })

  it('keep a member that one took out and the other changed', () => {
    const member = makeParticipant({ person_id: personId('member') })
    const before = draft({ participants: [makeParticipant(), member] })

    const { payload } = mergePayloads(before, draft({ participants: [makeParticipant()] }), draft({ participants: [makeParticipant(), { ...member, role: 'member' }] }))

    expect(payload.header.participants.map(({ role }) => role)).toEqual(['lead', 'member'])
  })

  it('keep the pictures of both', () => {
    const [one, two] = [makePhotoEntry('one'), makePhotoEntry('two')]
    const { payload, clashes } = mergePayloads(base, { ...base, photos: [one] }, { ...base, photos: [two] })

    expect([payload.photos, clashes]).toEqual([[one, two], []])
  })

  it('take the whole of one that the other did not touch, sealed or not', () => {
    const sealed = { ...makePayload({ revision: 9 }), status: 'submitted' as const }

    const taken = mergePayloads(base, { ...base, revision: 3 }, sealed)

    expect([sayTheSame(taken.payload, sealed), taken.payload.revision, taken.clashes]).toEqual([true, 9, []])
  })
})

describe('a sealed version', () => {
  const sealed = { ...makePayload({ revision: 4 }), status: 'submitted' as const }

  it.each([
    ['theirs', draft({ title: '还在改' }), sealed], ['mine', sealed, draft({ title: '还在改' })],
  ] as const)('of %s is never changed unasked', (_whose, mine, theirs) => {
    expect(mergePayloads(base, mine, theirs).clashes).toContainEqual(['status'])
  })

  it('that a person chooses stands as it was sealed', () => {
    const mine = draft({ title: '还在改' }, { techniques_shown: ['T1'] })
    const merge = mergePayloads(base, mine, sealed)

    expect(sayTheSame(settleClashes(merge, sealed, () => 'theirs'), sealed)).toBe(true)
    expect(settleClashes(merge, sealed, () => 'mine').status).toBe('draft')
  })
})

it('finds and replaces values at the paths it names, in members of lists too', () => {
  const path = ['header', 'participants', makeParticipant().person_id, 'role']

  expect(valueAt(base, path)).toBe('lead')
  expect(valueAt(withValueAt(base, path, 'member'), path)).toBe('member')
  expect(valueAt(base, ['header', 'nowhere', 'else'])).toBeUndefined()
})
