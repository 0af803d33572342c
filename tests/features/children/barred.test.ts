// @vitest-environment happy-dom
import { createApp, h, nextTick, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { writeInvitation } from '../../../src/domain/invitation.ts'
import JoinPage from '../../../src/features/children/JoinPage.vue'
import TeamCard from '../../../src/features/children/TeamCard.vue'
import fields from '../../../src/fields/zh-CN.json'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, documentId, places } from '../../make/payload.ts'
import { makeVisitAnswers, makeVisitPayload } from '../../make/visit.ts'

const refusal = fields.problems.you_are_inspected

/** What a person of this organisation sees of a colleague's visit to 乡镇卫生院. */
async function open(page: Component, props: Record<string, unknown>, own: number, hash = '') {
  const device = new FakeDevice(colleagueId)
  await device.local.preferences.set('team-people', [{ id: colleagueId, name: '田杜仲', organisation_id: own, title_level: 'none', category: 'tcm' }])
  const workplace = { local: device.local, identity: { personId: colleagueId }, acting: { organisation_id: own, county_id: places.county } } as unknown as Workplace
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/join', name: 'join', component: page }, { path: '/:rest(.*)*', component: page }] })
  await router.push(`/join${hash}`)
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(() => h(page, props))
  const remote = { referencePack: async () => ({ ok: false, failure: 'offline' }) }
  app.provide(containerKey, { clock: { now: () => 0 }, remote, workplace: shallowRef(workplace) } as unknown as Container)
  app.use(router).use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': { ...fields } } })).mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren(); device.local.close() })
  await nextTick()
  return { text: () => document.body.textContent ?? '', join: () => document.querySelector('[data-action=join]') }
}

const invitation = (visit_type: string) => `#${writeInvitation({
  parent_id: documentId(), kind: 'visit_part', title: '督导', place_name: '卫生院', host_area_id: places.county, organizer_org_id: places.hospital,
  recipient_org_id: places.townshipHospital, started_at: '2026-05-08T01:00:00.000Z', answers: { visit_type },
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
