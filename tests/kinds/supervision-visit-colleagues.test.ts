import { computed, createApp, defineComponent, h, nextTick, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../src/container.ts'
import type { PublishedChecklist } from '../../src/domain/checklist/template.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { PersonId } from '../../src/domain/id.ts'
import { contextOf } from '../../src/features/capture/check.ts'
import { byField } from '../../src/features/capture/submit.ts'
import { provideProblems } from '../../src/fields/problems.ts'
import fields from '../../src/fields/zh-CN.json'
import VisitForm from '../../src/kinds/supervision-visit/Form.vue'
import { supervisionVisit } from '../../src/kinds/supervision-visit/model.ts'
import visitWords from '../../src/kinds/supervision-visit/zh-CN.json'
import PartForm from '../../src/kinds/visit-part/Form.vue'
import { visitPart } from '../../src/kinds/visit-part/model.ts'
import partWords from '../../src/kinds/visit-part/zh-CN.json'
import ToastHost from '../../src/ui/ToastHost.vue'
import { FakeDevice } from '../fakes/fake-device.ts'
import { makeItem } from '../make/checklist.ts'
import { authorId, colleagueId, documentId, makePhotoEntry, places, sha256Of } from '../make/payload.ts'
import { makeReference } from '../make/reference.ts'
import { makeFinding, makePart, makeVisitAnswers, makeVisitItem, makeVisitPayload, metItems, pavilion, pavilionSha256 } from '../make/visit.ts'

const [first, second, third] = pavilion.sections
if (!first || !second || !third) throw new Error('the checklist has three sections')
const other = { ...pavilion, code: 'other', title: '另一张检查表', sections: [second] }
const lists = [{ sha256: pavilionSha256, template: pavilion }, { sha256: sha256Of('other'), template: other }]
const words = { 'zh-CN': { ...fields, app: { undo: '撤销', close: '关闭', clear: '清除', confirm: '确定', cancel: '取消' }, kinds: { ...visitWords.kinds, ...partWords.kinds } } }

/** A record's own form, over what this phone knows, with its problems shown as they are when it is to be handed in. */
async function open(record: Payload, { children = [] as readonly Payload[], insider = false, more = [] as readonly PublishedChecklist[] } = {}) {
  const device = new FakeDevice(authorId)
  const checklists = [...lists, ...more]
  const people = [[authorId, '组长甲', places.hospital], [colleagueId, '田杜仲', insider ? places.townshipHospital : places.hospital]] as const
  await device.local.preferences.set('team-people', people.map(([id, name, organisation_id]) => ({ id, name, organisation_id, title_level: 'none', category: 'tcm' })))
  await device.local.packs.put('checklists', { version: '1', checklists } as never)
  const reference = makeReference({ checklists, people: new Map(people.map(([id, name, organisation_id]) =>
    [id as PersonId, { id, name, organisation_id, title_level: 'none', category: 'tcm' }])) })
  const payload = shallowRef(record)
  const context = computed(() => contextOf(payload.value, reference, new Date('2026-05-08T05:10:00Z'), children.map((each) => ({ payload: each, townshipId: null }))))
  const part = record.kind === 'visit_part'
  const Page = defineComponent({
    setup() {
      const { header } = record
      provideProblems(computed(() => byField((part ? visitPart : supervisionVisit).problems(payload.value.answers as never, header, context.value))))
      return () => [h((part ? PartForm : VisitForm) as Component, {
        answers: payload.value.answers, header, context: context.value, photos: record.photos,
        onChange: (next: unknown) => { payload.value = { ...payload.value, answers: next } },
      }), h(ToastHost, { dismissLabel: '关闭' })]
    },
  })
  const root = document.createElement('main')
  document.body.append(root)
  const app = createApp(Page)
  app.provide(containerKey, { clock: { now: () => 0 }, remote: {}, workplace: shallowRef({ local: device.local, identity: { personId: authorId } } as unknown as Workplace) } as unknown as Container)
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: words }))
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren(); device.local.close() })
  const answers = <A>() => payload.value.answers as A
  const tap = async (target: Element | null | undefined) => {
    if (!(target instanceof HTMLElement)) throw new Error('nothing to tap')
    target.click()
    for (let i = 0; i < 6; i += 1) await nextTick()
  }
  const labelled = (text: string, selector = 'label, button') => [...document.querySelectorAll(selector)].find((each) => each.textContent?.includes(text))
  const box = (label: string) => labelled(label, 'label')?.querySelector('input')
  const field = (name: string) => document.querySelector<HTMLElement>(`[data-field="${name}"]`)
  return { answers, tap, labelled, box, field, text: () => document.body.textContent ?? '' }
}

type Visit = ReturnType<typeof makeVisitAnswers>
type Part = ReturnType<typeof makePart>['answers']
const itemsOf = (section: typeof first) => Object.fromEntries(Object.entries(metItems()).filter(([code]) => section.items.some((item) => item.code === code)))
const draftPart = (findings: Part['findings'], items: Part['items'] = itemsOf(second)) =>
  makePart(1, { sections: [second.code], items, findings }, { author_id: colleagueId, status: 'draft', sealed: null })

describe('the form of a visit that colleagues fill too', () => {
  it('says at a colleague\'s finding whose it is and what of it is unfinished', async () => {
    const { field, text } = await open(makeVisitPayload({ status: 'draft', sealed: null }), { children: [draftPart([makeFinding({ item_code: '', description: '缺药', measure: '' })])] })
    await vi.waitFor(() => expect(text()).toContain('田杜仲 记录的问题'))

    expect(field('answers.findings.1.measure')?.dataset['problem']).toBe('error')
    expect(field('answers.findings.1.measure')?.textContent).toContain('整改措施请填写')
    expect(field('answers.findings.1.description')?.textContent).toContain('至少 5 个字')
    expect(text()).toContain('请 田杜仲 在自己的手机上补全')
    expect(text()).toContain('问题 2')
    expect(field('answers.parts')?.textContent).toContain('还没有交回：田杜仲')
  })

  it('says whose part it does not take, for the inspected organisation is theirs', async () => {
    const { text } = await open(makeVisitPayload(), { children: [draftPart([])], insider: true })

    await vi.waitFor(() => expect(text()).toContain('田杜仲 是被检查单位的人员'))
    expect(text()).not.toContain('改由我填写')
  })

  it('leads to what its author fills alone, and says so where that is done', async () => {
    const own = { ...itemsOf(first), ...itemsOf(third) }
    const left = third.items[0]?.code ?? ''
    const visit = (items: Visit['items']) => makeVisitPayload({ answers: makeVisitAnswers({ items, findings: [] }) })
    const children = [draftPart([], {})]

    const { tap } = await open(visit(Object.fromEntries(Object.entries(own).filter(([code]) => code !== left))), { children })
    for (let taps = 0; taps < 2; taps += 1) {
      await tap(document.querySelector('[data-jump=open]'))
      await vi.waitFor(() => expect(document.querySelector(`[data-item="${left}"]`)).not.toBeNull())
    }
    document.body.replaceChildren()
    const done = await open(visit(own), { children })
    await done.tap(document.querySelector('[data-jump=open]'))
    expect(done.text()).toContain('你填写的小节都检查完了')
  })

  it('keeps findings when another checklist is taken, on no item where that lacks theirs', async () => {
    const [gone, kept] = [first.items[0]?.code ?? '', second.items[0]?.code ?? '']
    const findings = [makeFinding({ item_code: gone }), makeFinding({ item_code: kept })]
    const { tap, box, labelled, answers, text } = await open(makeVisitPayload({ answers: makeVisitAnswers({ findings }) }))
    await vi.waitFor(() => expect(text()).toContain('另一张检查表'))

    await tap(box('另一张检查表'))
    await tap(labelled('确定', 'button'))

    expect(answers<Visit>()).toMatchObject({ template_code: 'other', items: {}, findings: [{ ...findings[0], item_code: '' }, findings[1]] })
  })

  it('asks before another checklist leaves out what colleagues fill, and keeps no section of the old one', async () => {
    const { tap, box, labelled, answers, text } = await open(makeVisitPayload({ answers: makeVisitAnswers({ items: {}, kept: [first.code] }) }), { children: [draftPart([])] })
    await vi.waitFor(() => expect(text()).toContain('另一张检查表'))

    await tap(box('另一张检查表'))
    expect([answers<Visit>().template_code, text().includes('已有 1 位同事按原来的表填写')]).toEqual(['tcm_pavilion', true])
    await tap(labelled('确定', 'button'))

    expect(answers<Visit>()).toMatchObject({ template_code: 'other', kept: [] })
    expect(text()).toContain('没有汇总：田杜仲')
  })

  it('says at an item which of its two numbers is wrong, once and not that it is unchecked', async () => {
    const share = makeItem('share', { answer: 'ratio', target: 25, omittable: false })
    const sha256 = sha256Of('shares')
    const shares = { ...pavilion, code: 'shares', sections: [{ code: 'only', title: '人员', items: [share] }] }
    const { field, text } = await open(makeVisitPayload({ status: 'draft', sealed: null, answers: makeVisitAnswers({
      template_code: 'shares', template_sha256: sha256, items: { share: makeVisitItem({ answer: { part: 20, whole: 5 } }) }, findings: [] }) }), { more: [{ sha256, template: shares }] })
    await vi.waitFor(() => expect(field('answers.items.share.answer')?.dataset['problem']).toBe('error'))

    expect(text().split('“其中”多于“总数”')).toHaveLength(2)
    expect(text()).not.toContain('尚未检查')
  })

  it('shows a finding on an item that the checklist lacks at that finding, and frees it with a tap', async () => {
    const { tap, field, answers } = await open(makeVisitPayload({ answers: makeVisitAnswers({ findings: [makeFinding({ item_code: 'roof' })] }) }))
    await vi.waitFor(() => expect(field('answers.findings.0.item_code')?.dataset['problem']).toBe('error'))

    await tap(field('answers.findings.0.item_code')?.querySelector('button'))

    expect(answers<Visit>().findings).toEqual([makeFinding({ item_code: '' })])
    expect(field('answers.findings.0.item_code')).toBeNull()
  })
})

describe('the form of a part', () => {
  it('keeps the findings of a section that is given back, on no item, until that is undone', async () => {
    const findings = [makeFinding({ item_code: second.items[0]?.code ?? '' })]
    const { tap, box, labelled, answers, text } = await open(makePart(1, { sections: [second.code], items: itemsOf(second), findings },
      { id: documentId(701), status: 'draft', sealed: null, photos: [makePhotoEntry('problem')] }))

    await tap(box(second.title))
    expect(answers<Part>()).toMatchObject({ sections: [], findings: [{ ...findings[0], item_code: '' }] })
    expect(text()).toContain('1 个问题已保留')
    await tap(labelled('撤销', 'button'))

    expect(answers<Part>()).toMatchObject({ sections: [second.code], findings })
  })
})
