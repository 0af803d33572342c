import type { BrowserContext, Page } from 'playwright-core'
import { inFreshProfile, slowProcessor } from './chromium.ts'
import { answerAll, saveChange } from './fill-form.ts'
import { ourForms, questions, serveSurvey, serveWebForms, type FormCandidate } from './form-candidates.ts'
import { median } from './median.ts'
import { atMost, say, type Finding } from './report.ts'
import type { Site } from './serve.ts'
import { watchForm } from './watch-form.ts'
import { watchSave } from './watch-save.ts'

const rounds = 3
/** Visits before the one that counts: its files lie in the browser's caches then, compiled. */
const visitsBefore = 2
const patience = { timeout: 60_000 }

/** Milliseconds. */
interface Filled {
  readonly stood: number
  readonly opened: number
  /** The same from a tap in the app that runs already, whose code is here. */
  readonly tapped: number
  readonly delay: number
  readonly duration: number
  readonly saved: number
}

async function warm(context: BrowserContext, { name, site, path, seed, look }: FormCandidate): Promise<void> {
  if (seed) {
    const page = await context.newPage()
    await page.goto(site.address + seed)
    await page.waitForFunction(() => document.documentElement.dataset['done'] === 'seed', null, patience)
    await page.close()
  }
  for (let visit = 0; visit < visitsBefore; visit += 1) {
    const page = await context.newPage()
    await page.addInitScript(watchForm, { look, answer: false })
    await page.goto(site.address + path)
    await page.waitForFunction(() => typeof window.benchForm?.stood === 'number', null, patience)
    if (name.startsWith('ours')) await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.waitForTimeout(500)
    await page.close()
  }
}

async function open(page: Page, { name, site, path, look, asked }: FormCandidate): Promise<Pick<Filled, 'stood' | 'opened'>> {
  await page.addInitScript(watchForm, { look, answer: true })
  await page.addInitScript(watchSave)
  await slowProcessor(page)
  await page.goto(site.address + path, { waitUntil: 'commit' })
  await page.waitForFunction(() => typeof window.benchForm?.opened === 'number' && typeof window.benchForm.stood === 'number', null, patience)
  const count = await asked(page)
  if (count !== questions) throw new Error(`${name} asks ${count} questions, not ${questions}`)
  const { stood, opened } = await page.evaluate(() => window.benchForm ?? Promise.reject(new Error('left')))
  return { stood: stood ?? Number.NaN, opened: opened ?? Number.NaN }
}

/** From the tap on the way to the form until its first answer is shown. */
async function openInRunning(page: Page, { site, running, look }: FormCandidate): Promise<number> {
  await page.addInitScript(watchForm, { look, answer: true })
  await page.goto(site.address + running.path)
  await page.locator(running.tap).waitFor(patience)
  await page.waitForTimeout(6_000)
  await slowProcessor(page)
  await page.evaluate((tap) => {
    const target = document.querySelector<HTMLElement>(tap)
    Object.assign(window, { began: performance.now() })
    target?.click()
  }, running.tap)
  await page.waitForFunction(() => typeof window.benchForm?.opened === 'number', null, patience)
  return page.evaluate(() => (window.benchForm?.opened ?? Number.NaN) - (window as unknown as { began: number }).began)
}

/** Answers all that the opening has not answered, and saves. */
async function fill(page: Page, { name, look, answered }: FormCandidate): Promise<Pick<Filled, 'delay' | 'duration' | 'saved'>> {
  await page.waitForTimeout(500)
  await page.evaluate(() => Object.assign(window.benchForm ?? {}, { delay: 0, duration: 0 }))
  await answerAll(page, look, () => answered(page), questions)
  // Longer than a form rests before it saves by itself: else it does so just before the tap that is to save.
  await page.waitForTimeout(1500)
  const { delay, duration } = await page.evaluate(() => window.benchForm ?? Promise.reject(new Error('left')))
  if (duration === 0) throw new Error(`${name} was not watched`)
  return { delay, duration, saved: await saveChange(page, look) }
}

async function checkKept(context: BrowserContext, { name, site, path, look, kept }: FormCandidate): Promise<void> {
  const page = await context.newPage()
  await page.addInitScript(watchForm, { look, answer: false })
  await page.goto(site.address + path)
  await page.waitForFunction(() => typeof window.benchForm?.stood === 'number', null, patience)
  const count = await kept(page)
  if (count !== questions) throw new Error(`${name} kept ${count} answers, not ${questions}`)
}

const visit = (candidate: FormCandidate): Promise<Partial<Filled>> =>
  inFreshProfile(async (context) => {
    await warm(context, candidate)
    const page = await context.newPage()
    const opened = await open(page, candidate)
    if (!candidate.filled) return opened
    const filled = await fill(page, candidate)
    await page.close()
    await checkKept(context, candidate)
    return { ...opened, ...filled }
  })

const visitRunning = (candidate: FormCandidate): Promise<Pick<Filled, 'tapped'>> =>
  inFreshProfile(async (context) => {
    await warm(context, candidate)
    return { tapped: await openInRunning(await context.newPage(), candidate) }
  })

/** A checklist of sixty items opened, answered and saved in our app and in two libraries of forms, on a slowed processor. */
export async function measureForm(ours: Site): Promise<Finding> {
  const peers = [await serveWebForms(), await serveSurvey()]
  const candidates = [...peers, ...ourForms(ours)]
  const times = new Map(candidates.map(({ name }) => [name, [] as Partial<Filled>[]]))
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const candidate of candidates) {
        const filled = { ...await visitRunning(candidate), ...await visit(candidate) }
        times.get(candidate.name)?.push(filled)
        console.log(`${round + 1}/${rounds} ${candidate.name} ${JSON.stringify(filled)}`)
      }
    }
  } finally {
    for (const { site } of peers) await site.stop()
  }

  const of = (name: string, what: keyof Filled) => median((times.get(name) ?? []).flatMap((each) => each[what] ?? []))
  const said = { stood: 'form stands', opened: 'first answer shown', tapped: 'tap in the running app to first answer', delay: 'worst delay of a tap', duration: 'worst tap to paint', saved: 'tap to saved' }
  for (const what of Object.keys(said) as (keyof Filled)[])
    say(`sixty items, ${said[what]}`, Object.fromEntries(candidates.map(({ name }) => [name, of(name, what)] as const).filter(([, value]) => !Number.isNaN(value))), 'ms')
  const ratio = (what: keyof Filled, peer: string, own = 'ours') => of(own, what) / of(peer, what)
  const figures = {
    open_web_forms: ratio('opened', 'web-forms'),
    open_survey: ratio('opened', 'survey-vue3-ui'),
    open_one_section_web_forms: ratio('opened', 'web-forms', 'ours, one section'),
    open_one_section_survey: ratio('opened', 'survey-vue3-ui', 'ours, one section'),
    open_ms: of('ours', 'opened'),
    open_running_web_forms: ratio('tapped', 'web-forms'),
    open_running_survey: ratio('tapped', 'survey-vue3-ui'),
    open_running_ms: of('ours', 'tapped'),
    worst_tap_web_forms: ratio('duration', 'web-forms'),
    worst_tap_survey: ratio('duration', 'survey-vue3-ui'),
    worst_tap_ms: of('ours', 'duration'),
    save_web_forms: ratio('saved', 'web-forms'),
    save_survey: ratio('saved', 'survey-vue3-ui'),
    save_ms: of('ours', 'saved'),
  }
  return {
    figures,
    aims: [
      atMost('sixty items open against web-forms', figures.open_web_forms, 0.1),
      atMost('sixty items open against survey-vue3-ui', figures.open_survey, 0.15),
      atMost('sixty items open in the running app against web-forms', figures.open_running_web_forms, 0.1),
      atMost('sixty items open in the running app against survey-vue3-ui', figures.open_running_survey, 0.15),
    ],
  }
}
