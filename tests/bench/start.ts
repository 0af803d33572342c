import type { BrowserContext, Page } from 'playwright-core'
import type { Candidate } from './candidate.ts'
import { newProfile, slowNetwork, slowProcessor, type Profile } from './chromium.ts'
import { watchStart } from './watch-start.ts'

/** Milliseconds from the navigation on. */
export interface Started {
  /** Navigation and heading painted, and not before the browser's own first contentful paint. */
  readonly painted: number
  readonly listed: number
  readonly opened: number
}

const patience = { timeout: 60_000 }

/** Fills the app's store in this profile, without loading the app itself. */
async function seed(context: BrowserContext, { site }: Candidate): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${site.address}/seed/`)
  await page.waitForFunction(() => document.documentElement.dataset['done'] === 'seed', null, patience)
  await page.close()
}

export async function newSeededProfile(candidate: Candidate): Promise<Profile> {
  const profile = await newProfile()
  await profile.open((context) => seed(context, candidate))
  return profile
}

async function readStart(page: Page): Promise<Started> {
  await page.waitForFunction(() => typeof window.benchStart?.opened === 'number' && window.benchStart.painted !== null,
    null, patience)
  return page.evaluate(() => {
    const { painted, listed, opened } = window.benchStart ?? {}
    const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime
    if (!painted || !listed || !opened || first === undefined) throw new Error('the page was left before it was read')
    return { painted: Math.max(painted, first), listed, opened }
  })
}

async function watchedPage(context: BrowserContext, { row }: Candidate): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(watchStart, { row, tap: true })
  await slowProcessor(page)
  return page
}

/** First visit over slow 4G on a slowed processor, its store already filled; then waits for the service worker. */
export async function startCold(context: BrowserContext, candidate: Candidate): Promise<Started> {
  const page = await watchedPage(context, candidate)
  const restore = await slowNetwork(page)
  await page.goto(candidate.site.address, { waitUntil: 'commit', ...patience })
  const started = await readStart(page)
  await restore()
  await slowProcessor(page, 1)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  return started
}

/** A later visit in a new browser process, without a network, on a slowed processor. */
export async function startOffline(context: BrowserContext, candidate: Candidate): Promise<Started> {
  await context.setOffline(true)
  const page = await watchedPage(context, candidate)
  await page.goto(candidate.site.address, { waitUntil: 'commit', ...patience })
  return readStart(page)
}

/** One first visit and one visit offline after it, on a profile of their own. */
export async function startTwice(candidate: Candidate): Promise<{ cold: Started; warm: Started }> {
  const profile = await newSeededProfile(candidate)
  try {
    const cold = await profile.open((context) => startCold(context, candidate))
    candidate.site.takeSent()
    const warm = await profile.open((context) => startOffline(context, candidate))
    const leaked = candidate.site.takeSent()
    if (leaked.length > 0) throw new Error(`${candidate.name} reached the server while offline: ${leaked[0]?.path}`)
    return { cold, warm }
  } finally {
    await profile.remove()
  }
}
