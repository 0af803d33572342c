import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBasics } from '../e2e/clinic.ts'
import type { Candidate } from './candidate.ts'
import { slowProcessor } from './chromium.ts'
import { median, percentile } from './median.ts'
import { peakOfPages } from './memory.ts'
import { atMost, say, type Finding } from './report.ts'
import { newSeededProfile } from './start.ts'
import { watchSave } from './watch-save.ts'

const rounds = 5
const textSaves = 12
const quiet = 600

interface Visit {
  readonly text: readonly number[]
  readonly photo: readonly number[]
  /** Milliseconds of the main thread's long tasks while all pictures were taken in. */
  readonly blocked: number
  /** MiB: the most JavaScript heap seen, and the most memory the page's process ever held. */
  readonly heap: number
  readonly peak: number
}

async function savedAfter(page: Page, tap: () => Promise<void>): Promise<number> {
  await page.evaluate(() => Object.assign(window.benchSave ?? {}, { tapped: null, saved: null }))
  await tap()
  await page.waitForFunction(() => typeof window.benchSave?.saved === 'number', null, { timeout: 60_000 })
  const time = await page.evaluate(() => (window.benchSave?.saved ?? Number.NaN) - (window.benchSave?.tapped ?? Number.NaN))
  await page.waitForTimeout(quiet)
  return time
}

/** Changes the record's name and, while that is unsaved, taps the submit button, which saves before it checks. */
const saveText = (page: Page, n: number): Promise<number> =>
  savedAfter(page, () => page.evaluate((text) => {
    const input = document.querySelector<HTMLInputElement>('form input[maxlength="80"]')
    const button = document.querySelector<HTMLElement>('[data-action="submit"]')
    if (!input || !button) throw new Error('the form has changed')
    input.value = text
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    setTimeout(() => button.click(), 100)
  }, `庙塘镇中医药义诊 ${n}`))

async function watchHeap(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  let most = 0
  let running = true
  const watching = (async () => {
    while (running) {
      const { metrics } = await cdp.send('Performance.getMetrics')
      most = Math.max(most, metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0)
      await page.waitForTimeout(50)
    }
  })()
  return async () => {
    running = false
    await watching
    return most / 1024 ** 2
  }
}

const startLongTasks = (page: Page) => page.evaluate(() => {
  const counter = { blocked: 0 }
  Object.assign(window, { counter })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) counter.blocked += duration
  }).observe({ type: 'longtask' })
})

async function visit(candidate: Candidate, photos: readonly string[]): Promise<Visit> {
  const profile = await newSeededProfile(candidate)
  try {
    return await profile.open(async (context) => {
      const page = await context.newPage()
      await page.addInitScript(watchSave)
      await page.goto(`${candidate.site.address}/capture/${candidate.draft}`)
      await page.locator('[data-save="saved"] form').waitFor()
      await openBasics(page)
      await slowProcessor(page)
      const text: number[] = []
      for (let n = 0; n < textSaves; n += 1) text.push(await saveText(page, n))
      await startLongTasks(page)
      const stopHeap = await watchHeap(page)
      const photo: number[] = []
      for (const file of photos) {
        photo.push(await savedAfter(page, () => page.locator('[data-photo="camera"]').setInputFiles(file)))
      }
      const heap = await stopHeap()
      const blocked = await page.evaluate(() => (window as unknown as { counter: { blocked: number } }).counter.blocked)
      return { text, photo, blocked, heap, peak: await peakOfPages(profile.folder) }
    })
  } finally {
    await profile.remove()
  }
}

/** Pictures as files: handed over as bytes they would pass through the page's own main thread. */
async function visitAll(candidate: Candidate, photos: readonly Uint8Array[]): Promise<Visit[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-pictures-'))
  try {
    const files = photos.map((_, n) => join(folder, `picture-${n}.jpg`))
    await Promise.all(photos.map((bytes, n) => writeFile(files[n] ?? '', bytes)))
    const visits: Visit[] = []
    for (let round = 0; round < rounds; round += 1) visits.push(await visit(candidate, files))
    return visits
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** From a tap to the painted saved mark in the delivered app, without and with a picture, on a slowed processor. */
export async function measureTap(candidate: Candidate, photos: readonly Uint8Array[]): Promise<Finding> {
  const visits = await visitAll(candidate, photos)
  const text = visits.flatMap((each) => each.text)
  const photo = visits.flatMap((each) => each.photo)
  const figures = {
    text_saved_p50_ms: median(text),
    text_saved_p95_ms: percentile(text, 0.95),
    photo_saved_p50_ms: median(photo),
    photo_saved_p95_ms: percentile(photo, 0.95),
    photo_long_tasks_ms: median(visits.map(({ blocked }) => blocked)) / photos.length,
    photos_heap_mib: median(visits.map(({ heap }) => heap)),
    photos_process_mib: median(visits.map(({ peak }) => peak)),
  }
  say('tap to saved, text', { p50: figures.text_saved_p50_ms, p95: figures.text_saved_p95_ms }, 'ms')
  say('picture to saved', { p50: figures.photo_saved_p50_ms, p95: figures.photo_saved_p95_ms }, 'ms')
  say('long tasks for each picture in the app', { median: figures.photo_long_tasks_ms }, 'ms')
  say('most memory with three pictures', { heap: figures.photos_heap_mib, process: figures.photos_process_mib }, 'MiB')
  return {
    figures,
    aims: [
      atMost('tap to saved, text, p95 ms', figures.text_saved_p95_ms, 150),
      atMost('picture to saved, p95 ms', figures.photo_saved_p95_ms, 800),
    ],
  }
}
