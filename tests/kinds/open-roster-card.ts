// The roster of a session, mounted over a device that holds what a test gives it.
import { createApp, h, shallowRef, watchEffect } from 'vue'
import { createI18n } from 'vue-i18n'
import { onTestFinished, vi } from 'vitest'
import { containerKey, type Container, type Workplace } from '../../src/container.ts'
import type { Payload } from '../../src/domain/document.ts'
import type { PersonId } from '../../src/domain/id.ts'
import type { Organisation, Person } from '../../src/domain/reference.ts'
import type { SessionEntry, SessionSheet } from '../../src/domain/session-sheet.ts'
import { provideWaiting } from '../../src/fields/session-code/waiting.ts'
import { provideDocumentId } from '../../src/fields/document-id.ts'
import fields from '../../src/fields/zh-CN.json'
import RosterCard from '../../src/kinds/training-session/RosterCard.vue'
import words from '../../src/kinds/training-session/zh-CN.json'
import type { TrainingSessionAnswers } from '../../src/kinds/training-session/answers.ts'
import shared from '../../src/locales/zh-CN.json'
import ToastHost from '../../src/ui/ToastHost.vue'
import { FakeDevice } from '../fakes/fake-device.ts'
import { authorId, documentId } from '../make/payload.ts'
import { makeTrainingAnswers } from '../make/training.ts'

interface World {
  readonly held?: readonly Payload[]
  readonly roster?: TrainingSessionAnswers['roster']
  readonly people?: readonly Person[]
  readonly organisations?: readonly Organisation[]
  /** Who signed in and waits. */
  readonly entries?: readonly SessionEntry[]
}

/** Gives the roster as it is, how many the page hears of as waiting, whom entries became, and what is on the page. */
export async function openRosterCard({ held = [], roster = [], people = [], organisations = [], entries = [] }: World) {
  const { local } = new FakeDevice(authorId)
  await local.preferences.set('typed-people', people)
  await local.packs.put('county:520326', { version: '1', organisations })
  for (const each of held) await local.records.save(each, [], 0)
  const settled = new Map<PersonId, PersonId | null>()
  const sheet: Partial<SessionSheet> = {
    entries: async () => ({ ok: true, value: { code: null, entries: entries.filter(({ id }) => !settled.has(id)) } }),
    settle: async (entry, person) => { settled.set(entry, person); return { ok: true, value: undefined } },
  }
  const answers = shallowRef(makeTrainingAnswers({ roster }))
  const waiting = shallowRef(0)
  const app = createApp({
    setup() {
      provideDocumentId(documentId(90))
      const heard = provideWaiting()
      watchEffect(() => { waiting.value = heard.value })
      return () => [h(RosterCard, {
        answers: answers.value, near: [], onChange: (part: Partial<TrainingSessionAnswers>) => { answers.value = { ...answers.value, ...part } },
      }), h(ToastHost, { dismissLabel: '关闭' })]
    },
  })
  app.use(createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': { ...shared, ...fields, ...words } } }))
  const container = { workplace: shallowRef({ local, identity: { personId: authorId, memberships: [] } } as unknown as Workplace),
    sessionSheet: async () => sheet }
  app.provide(containerKey, container as unknown as Container)
  const root = document.createElement('main')
  document.body.append(root)
  app.mount(root)
  onTestFinished(() => { app.unmount(); document.body.replaceChildren() })
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
  const tap = (selector: string, words = '') => vi.waitFor(() => {
    const found = all(selector).find((each) => each.textContent?.includes(words))
    if (!found || found.matches('[disabled]')) throw new Error(`nothing to tap: ${selector} ${words}`)
    found.click()
  }, { timeout: 4_000 })
  return { answers, settled, waiting, all, tap, rows: () => answers.value.roster, text: () => document.body.textContent ?? '' }
}
