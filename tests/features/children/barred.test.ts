import { createApp, h, nextTick, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import type { Payload } from '../../../src/domain/document.ts'
import { invitationIn, writeInvitation } from '../../../src/domain/invitation.ts'
import JoinPage from '../../../src/features/children/JoinPage.vue'
import InviteSheet from '../../../src/features/children/InviteSheet.vue'
import { readParent } from '../../../src/features/capture/new-parent.ts'
import TeamCard from '../../../src/features/children/TeamCard.vue'
import fields from '../../../src/fields/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, places } from '../../make/payload.ts'
import { makePart, makeVisitAnswers, makeVisitPayload, pavilionSha256 } from '../../make/visit.ts'

const notYet = fields.problems.no_checklist_yet
const refusal = fields.problems.you_are_inspected

/** What a person of this organisation sees of a colleague's visit to 乡镇卫生院. */
async function open(page: Component, props: Record<string, unknown>, own: number, hash = '', held: readonly Payload[] = [], beside: readonly number[] = []) {
  const device = new FakeDevice(colleagueId)
  for (const payload of held) await device.local.records.save(payload, [], 0)
  const sync = { soon: vi.fn() }
  await device.local.preferences.set('team-people', [{ id: colleagueId, name: '田杜仲', organisation_id: own, title_level: 'none', category: 'tcm' }])
  const memberships = [own, ...beside].map((organisation_id) => ({ organisation_id }))
  const workplace = { local: device.local, sync, identity: { personId: colleagueId, memberships }, acting: { organisation_id: own, county_id: places.county } } as unknown as Workplace
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/join', name: 'join', component: page }, { path: '/:rest(.*)*', component: page }] })
  await router.push(`/join${hash}`)
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => h(page, props))
  const remote = { referencePack: async () => ({ ok: false, failure: 'offline' }) }
  app.provide(containerKey, { clock: { now: () => 0 }, remote, workplace: shallowRef(workplace) } as unknown as Container)
  app.use(router).use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': { ...fields } } })).mount(root)
  onTestFinished(async () => {
    app.unmount()
    document.body.replaceChildren()
    // What is still being read ends before the store closes.
    await new Promise((resolve) => setTimeout(resolve, 100))
    device.local.close()
  })
  await nextTick()
  return { local: device.local, sync, text: () => document.body.textContent ?? '', join: () => document.querySelector('[data-action=join]') }
}

const invitation = (visit_type: string, more: Readonly<Record<string, unknown>> = {}) => `#${writeInvitation({
  parent_id: documentId(), kind: 'visit_part', title: '督导', place_name: '卫生院', host_area_id: places.county, organizer_org_id: places.hospital,
  recipient_org_id: places.townshipHospital, started_at: '2026-05-08T01:00:00.000Z', answers: { visit_type, ...more },
})}`
const visit = (visit_type: 'routine' | 'self_check') =>
  makeVisitPayload({ status: 'draft', sealed: null, author_id: authorId, answers: makeVisitAnswers({ visit_type }) })

it.each([
  ['routine', places.townshipHospital, true], ['self_check', places.townshipHospital, false], ['routine', places.hospital, false],
] as const)('a part of a %s visit is begun by somebody of organisation %s, or refused: %s', async (visit_type, own, refused) => {
  const scanned = await open(JoinPage, {}, own, invitation(visit_type))
  await vi.waitFor(() => expect([scanned.join() === null, scanned.text().includes(refusal)]).toEqual([refused, refused]))
  document.body.replaceChildren()

  const named = await open(TeamCard, { parent: visit(visit_type), piece: 'visit_part', views: [] }, own)
  await vi.waitFor(() => expect([named.join() === null, named.text().includes(refusal)]).toEqual([refused, refused]))
})

it('a part is refused to who belongs to the inspected organisation beside one\'s own', async () => {
  const { join, text } = await open(JoinPage, {}, places.hospital, invitation('routine'), [], [places.townshipHospital])

  await vi.waitFor(() => expect([join(), text().includes(refusal)]).toEqual([null, true]))
})

describe('while the leader has chosen no checklist', () => {
  const none = { template_code: '', template_version: null, template_sha256: '' }
  const chosen = { template_code: 'tcm_pavilion', template_version: 1, template_sha256: pavilionSha256, institution: 'village_clinic' }
  const without = makeVisitPayload({ status: 'draft', sealed: null, author_id: authorId, answers: makeVisitAnswers(none) })

  it('there is no code to scan, but why', async () => {
    const code = () => document.querySelector('[data-invitation]')
    const { text } = await open(InviteSheet, { parent: without, piece: 'visit_part', open: true }, places.hospital)
    await vi.waitFor(() => expect(text()).toContain(notYet))
    expect(code()).toBeNull()
    document.body.replaceChildren()

    await open(InviteSheet, { parent: visit('routine'), piece: 'visit_part', open: true }, places.hospital)
    await vi.waitFor(() => expect(code()).not.toBeNull())
  })

  it('no part is begun, by an older code or from the visit itself', async () => {
    const scanned = await open(JoinPage, {}, places.hospital, invitation('routine', none))
    await vi.waitFor(() => expect([scanned.join(), scanned.text().includes(notYet)]).toEqual([null, true]))
    document.body.replaceChildren()

    const named = await open(TeamCard, { parent: without, piece: 'visit_part', views: [] }, places.hospital)
    await vi.waitFor(() => expect([named.join(), named.text().includes(notYet)]).toEqual([null, true]))
  })

  it('a part that was begun all the same gets it from the next code, and one that has its own keeps it', async () => {
    const draft = (answers: object) => makePart(1, { sections: [], items: {}, ...answers }, { author_id: colleagueId, status: 'draft', sealed: null })
    const answersAfter = async (part: Payload) => {
      const { local, sync, text } = await open(JoinPage, {}, places.hospital, invitation('routine', chosen), [part])
      await vi.waitFor(() => expect(text()).toContain('kinds.visit_part.resume'))
      const record = (await local.records.read(part.id))?.record
      return [record?.payload.answers, sync.soon.mock.calls.length]
    }

    const dead = draft({ ...none, institution: '' })
    expect(await answersAfter(dead)).toEqual([{ ...dead.answers, ...chosen, visit_type: 'routine' }, 1])
    const other = draft({ template_sha256: '0'.repeat(64) })
    expect(await answersAfter(other)).toEqual([other.answers, 0])
  })

  it('a code that knows it counts before an older copy of the visit', async () => {
    const { local } = new FakeDevice(colleagueId)
    await local.records.save(without, [], 0)
    const told = async (hash: string) => (await readParent({ local, t: (key) => key }, 'visit_part', documentId(), invitationIn(hash) ?? undefined)).answers

    expect(await told(invitation('routine', chosen))).toMatchObject(chosen)
    expect(await told(invitation('routine'))).toMatchObject(none)
    local.close()
  })
})
