import type { Page } from 'playwright-core'
import { makeActivity } from './peers/activity.ts'
import { makeSections } from './peers/checklist.ts'
import { buildPeer, type PeerName } from './peers.ts'
import { serve, type Site } from './serve.ts'
import type { FormLook } from './watch-form.ts'

/** A form of the same sixty questions, served. */
export interface FormCandidate {
  readonly name: string
  readonly site: Site
  /** Where the form is. */
  readonly path: string
  /** Where the app runs already, and what is tapped there to open the form. */
  readonly running: { readonly path: string; readonly tap: string }
  /** A page that plants what the form opens on; null where it brings its own. */
  readonly seed: string | null
  readonly look: FormLook
  /** Answered and saved as well, not only opened. */
  readonly filled: boolean
  /** How many questions the open form asks in all. */
  readonly asked: (page: Page) => Promise<number>
  /** How many of them the open form takes to be answered. */
  readonly answered: (page: Page) => Promise<number>
  /** How many answers are on the disk, in a page that was opened after saving. */
  readonly kept: (page: Page) => Promise<number>
}

const sections = makeSections()
export const questions = sections.flatMap((section) => section.questions).length

const ourLook: Omit<FormLook, 'stand'> = {
  question: '[data-item]',
  choice: '.x-choice',
  marked: 'input:checked + .x-choice-face svg',
  submit: '[data-action="submit"]',
  next: '[data-jump="open"]',
}

/** The visit's line of progress: how many items are done, of how many. */
async function progress(page: Page): Promise<{ done: number; count: number }> {
  const text = await page.locator('[data-visit-total]').textContent()
  const [, done, count] = /(\d+)\/(\d+)/.exec(text ?? '') ?? []
  return { done: Number(done), count: Number(count) }
}

/** Our visit, with the checklist in its sections, as the real ones are, and with all of it in a single section. */
export const ourForms = (site: Site): FormCandidate[] =>
  [{ name: 'ours', stand: sections[0]?.questions.length ?? 0 }, { name: 'ours, one section', stand: questions }]
    .map(({ name, stand }, number) => ({
      name,
      site,
      path: `/capture/${makeActivity(number).id}`,
      running: { path: '/', tap: `a[href="/capture/${makeActivity(number).id}"]` },
      seed: '/seed-checklist/',
      look: { ...ourLook, stand },
      filled: number === 0,
      asked: async (page) => (await progress(page)).count,
      answered: async (page) => (await progress(page)).done,
      kept: async (page) => (await progress(page)).done,
    }))

async function servePeer(name: string, peer: PeerName, path: string, look: Omit<FormLook, 'next' | 'stand'>): Promise<FormCandidate> {
  return {
    name,
    site: await serve([{ at: '/', folder: await buildPeer(peer) }]),
    path,
    running: { path: `${path}?wait`, tap: '#open' },
    seed: null,
    look: { ...look, next: null, stand: questions },
    filled: true,
    asked: (page) => page.evaluate(({ question, choice }) =>
      [...document.querySelectorAll(question)].filter((each) => each.querySelector(choice)).length, look),
    answered: (page) => page.locator(look.question).filter({ has: page.locator(look.marked) }).count(),
    kept: (page) => page.evaluate(() =>
      (window as unknown as { bench: { kept(): Promise<number> } }).bench.kept()),
  }
}

export const serveWebForms = (): Promise<FormCandidate> => servePeer('web-forms', 'web-forms/checklist', '/', {
  question: '.question-container',
  choice: '.value-option',
  marked: '.p-radiobutton-checked',
  submit: 'button[aria-label="Send"]',
})

export const serveSurvey = (): Promise<FormCandidate> => servePeer('survey-vue3-ui', 'survey-vue3-ui', '/', {
  question: '.sd-question[data-name]',
  choice: '.sd-selectbase__label',
  marked: '.sd-item--checked',
  submit: '.sd-navigation__complete-btn',
})
