import { createApp, h, shallowRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { createMemoryHistory, createRouter } from 'vue-router'
import { expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../../src/container.ts'
import { failed } from '../../../src/domain/failure.ts'
import type { OrganisationId } from '../../../src/domain/id.ts'
import { waitingPlansKey, type Plan, type WaitingPlans } from '../../../src/domain/plan.ts'
import PlanPage from '../../../src/features/plans/PlanPage.vue'
import words from '../../../src/features/plans/zh-CN.json'
import type { PeopleAdmin } from '../../../src/domain/people-admin.ts'
import { FakeDevice } from '../../fakes/fake-device.ts'
import { authorId, colleagueId, places } from '../../make/payload.ts'
import { makePlan } from '../../make/plan.ts'
import { makeReference } from '../../make/reference.ts'

const elsewhere = 520325
vi.mock('../../../src/fields/area/AreaField.vue', () => ({ default: {
  props: ['modelValue'], emits: ['update:modelValue'],
  setup: (_: unknown, { emit }: { emit: (event: string, area: number) => void }) => () =>
    [places.township, elsewhere].map((area) => h('button', { id: `area-${area}`, onClick: () => emit('update:modelValue', area) })),
} }))

/** The page of a plan that the author made, whose own organisation is the hospital; `organisation` is another that they manage. */
async function openPage(plan: Plan, organisation?: OrganisationId, people?: PeopleAdmin['people']) {
  const { local } = new FakeDevice(authorId)
  const { areas, organisations } = makeReference()
  const county = { id: elsewhere, level: 'county', name: '道真县', statutory_parent: 5203, managing_parent: 5203 } as const
  await local.packs.put('areas', { version: '1', areas: [...areas.values(), county] })
  await local.packs.put(`county:${places.county}`, { version: '1', organisations: [...organisations.values()], people: [
    { id: authorId, name: '演员一', organisation_id: places.hospital, title_level: 'junior', category: 'tcm' },
    { id: colleagueId, name: '演员二', organisation_id: places.hospital, title_level: 'junior', category: 'tcm' },
  ] })
  await local.packs.put('plans', { version: '1', plans: [plan] })
  const identity = { personId: authorId, name: '演员', memberships: [{ organisation_id: places.hospital, organisation_name: '务川县中医院', role: 'field_worker', area_id: null },
    ...(organisation === undefined ? [] : [{ organisation_id: organisation, organisation_name: '乡镇卫生院', role: 'organisation_manager', area_id: null }]),
    ...(people ? [{ organisation_id: null, organisation_name: '', role: 'area_manager', area_id: places.county }] : [])] }
  const app = createApp(() => h(PlanPage, { id: plan.id }))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: PlanPage }] })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, messages: { 'zh-CN': words } })).use(router)
  app.provide(containerKey, {
    clock: { now: () => Date.parse('2026-05-01T01:00:00.000Z') }, makeId: () => 'fresh', remote: {}, peopleAdmin: { people },
    workplace: shallowRef({ local, identity, acting: undefined, sync: { soon: () => undefined } } as unknown as Workplace),
  } as unknown as Container).mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const note = () => document.querySelector('textarea')!
  await vi.waitFor(() => expect(note().value).toBe(plan.note))
  await vi.waitFor(() => expect(document.body.textContent).toContain('务川县中医院'))
  const keep = () => document.querySelector<HTMLButtonElement>('[data-action=keep-plan]')!.click()
  const kept = async () => Object.values(await local.preferences.get<WaitingPlans>(waitingPlansKey) ?? {}).map((each) => each.plan)
  return { note, keep, kept, move: (area: number) => document.getElementById(`area-${area}`)!.click() }
}

it.each([
  ['to another county without the organisation visited, which lies in the old one', elsewhere, null],
  ['within its county with the organisation visited', places.township, places.townshipHospital],
])('a plan moves %s', async (_, area, recipient) => {
  const { move, keep, kept } = await openPage(makePlan({ by_me: true, note: '带艾条', recipient_org_id: places.townshipHospital }))
  move(area)
  keep()

  await vi.waitFor(async () => expect(await kept()).toMatchObject([{ area_id: area, recipient_org_id: recipient }]))
})

it('says at the note that a number of a person stands in it, and at the place nothing', async () => {
  const { note, keep, kept } = await openPage(makePlan({ by_me: true, note: '带艾条', recipient_org_id: places.townshipHospital }))
  note().value = '联系13800138000'
  note().dispatchEvent(new Event('input'))
  keep()

  await vi.waitFor(() => expect(document.querySelectorAll('.x-field-problem')).toHaveLength(1))
  const field = document.querySelector('.x-field-problem')!.closest('.x-field')!
  expect([field.querySelector('.x-field-label')?.textContent?.trim(), await kept()]).toEqual([words.plans.note, []])
})

it('offers a manager oneself for an organisation that one belongs to beside one\'s own, and nobody else of the own one', async () => {
  await openPage(makePlan({ by_me: true, note: '带艾条', organisation_id: places.townshipHospital, recipient_org_id: places.hospital }), places.townshipHospital)

  await vi.waitFor(() => expect(document.body.textContent).toContain('演员一'))
  expect(document.body.textContent).not.toContain('演员二')
})

it('offers the manager of an area the people of another organisation, by what the server says of those in reach', async () => {
  const asked: unknown[] = []
  await openPage(makePlan({ by_me: true, note: '带艾条', organisation_id: places.townshipHospital, recipient_org_id: places.hospital }), undefined, async (...words) => {
    asked.push(words)
    return { ok: true, value: { people: [{ id: colleagueId, name: '演员三' }] as never, truncated: false } }
  })

  await vi.waitFor(() => expect(document.body.textContent).toContain('演员三'))
  expect(asked.at(-1)).toEqual(['', places.townshipHospital])
})

it('says to the manager of an area without a network that people can be named with one, and keeps those who are', async () => {
  const { keep, kept } = await openPage(
    makePlan({ by_me: true, note: '带艾条', organisation_id: places.townshipHospital, recipient_org_id: places.hospital, team: [colleagueId] }), undefined,
    async () => failed('offline'))

  await vi.waitFor(() => expect(document.querySelector('[data-team-unknown]')?.textContent).toContain('已点名 1 人'))
  keep()
  await vi.waitFor(async () => expect(await kept()).toMatchObject([{ team: [colleagueId] }]))
})
