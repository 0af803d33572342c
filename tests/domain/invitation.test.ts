// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { invitationIn, readInvitation, writeInvitation, type Invitation } from '../../src/domain/invitation.ts'
import { documentId, places } from '../make/payload.ts'

const invitation: Invitation = {
  parent_id: documentId(), kind: 'visit_part', title: '务川县中医院重点专科督导检查', place_name: '县中医院肺病科', host_area_id: places.township,
  organizer_org_id: places.hospital, recipient_org_id: null, started_at: '2026-05-08T01:00:00.000Z',
  answers: { template_code: 'specialty', template_version: 1, template_sha256: 'a'.repeat(64), institution: 'tcm_hospital' },
}
const again = (part: unknown[]) => writeInvitation(invitation) && btoa(JSON.stringify(part)).replaceAll('=', '')

describe('an invitation', () => {
  it('says on the other phone what it was told, in letters that an address can hold', () => {
    const text = writeInvitation(invitation)

    expect(text).toMatch(/^[\w-]+$/)
    expect(text.length).toBeLessThan(620)
    expect(readInvitation(text)).toEqual(invitation)
    expect(invitationIn(`https://example.org/join#${text}`)).toEqual(invitation)
    expect(invitationIn(` ${text}\n`)).toEqual(invitation)
  })

  it.each([
    ['nothing', ''], ['another text', 'https://example.org/'], ['letters that are no JSON', 'A'.repeat(60)],
    ['a version from the future', again([2, documentId(), 'visit_part'])], ['an id that is none', again([1, 'x'.repeat(36), 'visit_part'])],
    ['no list', again({ length: 3 } as never)], ['a text without end', 'A'.repeat(5000)],
  ])('is not read out of %s', (_name, text) => {
    expect(invitationIn(text)).toBeNull()
  })

  it('reads what is not sound as nothing said', () => {
    expect(readInvitation(again([1, documentId(), 7, null, 3, 'x', 1.5, {}, 'yesterday', 'none']))).toEqual({
      parent_id: documentId(), kind: '', title: '', place_name: '', host_area_id: null, organizer_org_id: null, recipient_org_id: null,
      started_at: null, answers: {} })
  })
})
