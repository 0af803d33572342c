import type { BrowserContext, Page } from 'playwright-core'
import { inFreshProfile, newProfile, slowProcessor } from './chromium.ts'
import { median } from './median.ts'
import { buildPeer } from './peers.ts'
import { atMost, say, type Finding } from './report.ts'
import { serve, type Site } from './serve.ts'

const rounds = 5
const records = 10_000
/** Pixels, and pixels a second: a long fling. */
const distance = 60_000
const speed = 8_000
const patience = { timeout: 120_000 }

interface Scrolled {
  readonly frames: number
  /** Frames that took longer than 50 ms, and the longest, in milliseconds. */
  readonly slow: number
  readonly longest: number
}

interface Look {
  readonly row: string
  /** How many rows the page says it has. */
  readonly count: (page: Page) => Promise<number>
}

const ourRows: Look = {
  row: '.x-window-row',
  count: async (page) => Number(await page.locator('.x-window-row').first().getAttribute('aria-setsize')),
}
const vantRows: Look = { row: '.van-cell', count: (page) => page.locator('.van-cell').count() }

const startFrames = (page: Page) => page.evaluate(() => {
  const frames: number[] = []
  Object.assign(window, { frames })
  let last = performance.now()
  const next = (now: number) => {
    frames.push(now - last)
    last = now
    requestAnimationFrame(next)
  }
  requestAnimationFrame((now) => {
    last = now
    requestAnimationFrame(next)
  })
})

async function fling(context: BrowserContext, address: string, { row, count }: Look): Promise<Scrolled> {
  const page = await context.newPage()
  await page.goto(address)
  await page.locator(row).first().waitFor(patience)
  const rows = await count(page)
  if (rows !== records) throw new Error(`${address} shows ${rows} rows, not ${records}`)
  await slowProcessor(page)
  await page.waitForTimeout(1_500)
  const cdp = await context.newCDPSession(page)
  await startFrames(page)
  await cdp.send('Input.synthesizeScrollGesture', { x: 195, y: 600, yDistance: -distance, speed, gestureSourceType: 'mouse', preventFling: true })
  const { frames, top, seen } = await page.evaluate((selector) => ({
    frames: (window as unknown as { frames: number[] }).frames,
    top: scrollY,
    seen: [...document.querySelectorAll(selector)].some((each) => {
      const box = each.getBoundingClientRect()
      return box.bottom > 0 && box.top < innerHeight && each.textContent !== ''
    }),
  }), row)
  if (Math.abs(top - distance) > 1_000 || !seen) throw new Error(`${address} was scrolled by ${top}, rows in view: ${seen}`)
  await page.close()
  return { frames: frames.length, slow: frames.filter((time) => time > 50).length, longest: Math.max(...frames) }
}

/** A list of ten thousand records scrolled far, on a slowed processor: frames that a hand would notice. */
export async function measureList(ours: Site): Promise<Finding> {
  const vant = await serve([{ at: '/', folder: await buildPeer('vant') }])
  const profile = await newProfile()
  const theirs: Scrolled[] = []
  const mine: Scrolled[] = []
  try {
    await profile.open(async (context) => {
      const page = await context.newPage()
      await page.goto(`${ours.address}/seed-list/`)
      await page.waitForFunction(() => document.documentElement.dataset['done'] === 'seed', null, { timeout: 600_000 })
    })
    for (let round = 0; round < rounds; round += 1) {
      theirs.push(await inFreshProfile((context) => fling(context, vant.address, vantRows)))
      mine.push(await profile.open((context) => fling(context, `${ours.address}/records`, ourRows)))
      console.log(`${round + 1}/${rounds} ${JSON.stringify({ vant: theirs.at(-1), ours: mine.at(-1) })}`)
    }
  } finally {
    await Promise.all([vant.stop(), profile.remove()])
  }

  const both = (what: keyof Scrolled) =>
    ({ ours: median(mine.map((each) => each[what])), vant: median(theirs.map((each) => each[what])) })
  say('ten thousand records, frames of a fling', both('frames'), '')
  say('ten thousand records, frames over 50 ms', both('slow'), '')
  say('ten thousand records, longest frame', both('longest'), 'ms')
  const slow = both('slow')
  const figures = { list_slow_frames: slow.ours / slow.vant, list_slow_frames_ours: slow.ours, list_longest_frame: both('longest').ours / both('longest').vant }
  return { figures, aims: [atMost('slow frames of a scrolled list against Vant', figures.list_slow_frames, 0.1)] }
}
