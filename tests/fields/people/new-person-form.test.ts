import { createApp, h, nextTick, ref, shallowRef, type Component } from 'vue'
import { createI18n } from 'vue-i18n'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { containerKey, type Container } from '../../../src/container.ts'
import type { NewPerson } from '../../../src/domain/ports.ts'
import NewPeopleForm from '../../../src/fields/people/NewPeopleForm.vue'
import NewPersonForm from '../../../src/fields/people/NewPersonForm.vue'
import { providePractice } from '../../../src/fields/practice.ts'
import fields from '../../../src/fields/zh-CN.json'
import { documentId, places } from '../../make/payload.ts'
import { type } from '../../ui/mount.ts'

let queued: NewPerson[]
let kept: unknown
beforeEach(() => { queued = [] })

function open(form: Component, props: object, practice = false) {
  const done: unknown[] = []
  let made = 0
  const local = {
    preferences: { get: () => Promise.resolve(undefined), set: (_key: string, people: unknown) => Promise.resolve(kept = people) },
    outbox: { addPerson: (each: NewPerson) => Promise.resolve(queued.push(each)) },
    packs: { versions: () => Promise.resolve(new Map()), get: () => Promise.resolve(undefined) },
    watch: () => () => undefined,
  }
  const app = createApp({ setup() {
    providePractice(ref(practice))
    return () => h(form, { ...props, onDone: (people: unknown) => done.push(people) })
  } })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', missingWarn: false, fallbackWarn: false, messages: { 'zh-CN': fields as never } }))
  app.provide(containerKey, {
    makeId: () => documentId(made += 1), remote: {}, workplace: shallowRef({ local, identity: { memberships: [{ organisation_id: places.hospital }] } }),
  } as unknown as Container)
  app.mount(document.body.appendChild(document.createElement('main')))
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const input = () => document.querySelector<HTMLInputElement>('input[type=text], input:not([type]), textarea')
  return {
    done,
    async write(text: string) { const at = input(); if (at) await type(at, text) },
    typed: () => input()?.value,
    async add() {
      [...document.querySelectorAll('button')].find((button) => /confirm|添加/.test(button.textContent ?? ''))?.click()
      for (let n = 0; n < 8; n += 1) await nextTick()
    },
    text: () => document.body.textContent ?? '',
  }
}

it.each([
  ['王医生 13812345678'], ['王医生１３８ １２３４ ５６７８'], ['11010519491231002X'],
])('a name with a personal number, %s, is not taken, stays to be mended, and is said so', async (name) => {
  const { done, write, typed, add, text } = open(NewPersonForm, { organisation: places.hospital })

  await write(name)
  await add()

  expect([done, queued, typed()]).toEqual([[], [], name])
  expect(text()).toContain('姓名里不要写身份证号或手机号')

  await write('王医生')
  await add()
  expect(queued.map((each) => each.name)).toEqual(['王医生'])
  expect(done).toHaveLength(1)
})

it.each([true, false])('somebody typed in a record is kept as typed for practice where it is one: %s', async (practice) => {
  const { write, add } = open(NewPersonForm, { organisation: places.hospital }, practice)

  await write('王医生')
  await add()

  expect(kept).toEqual([expect.objectContaining({ name: '王医生', ...(practice ? { practice } : {}) })])
  expect('practice' in (kept as object[])[0]!).toBe(practice)
})

it('of several names typed at once none may hold one', async () => {
  const { done, write, typed, text, add } = open(NewPeopleForm, { near: [] })

  await write('侯紫草\n柏青蒿 138-1234-5678')
  await add()

  expect([done, queued, typed()]).toEqual([[], [], '侯紫草\n柏青蒿 138-1234-5678'])
  expect(text()).toContain('姓名里不要写身份证号或手机号')
})
