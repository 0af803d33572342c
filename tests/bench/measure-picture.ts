import type { Page } from 'playwright-core'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { buildPage, pageMount } from './app.ts'
import { inFreshProfile, slowProcessor } from './chromium.ts'
import { median } from './median.ts'
import { peakOfPages } from './memory.ts'
import type { ComparingPage, PicturePage } from './pages/picture/main.ts'
import { buildPeer } from './peers.ts'
import { atLeast, atMost, say, type Finding } from './report.ts'
import { serve, type Site } from './serve.ts'

const rounds = 5
const pictures = 3

type PictureWindow = { bench: PicturePage }

interface Made {
  /** Milliseconds from the call to the bytes. */
  readonly time: number
  /** Milliseconds of the main thread's tasks of 50 ms and more meanwhile. */
  readonly blocked: number
  readonly base64: string
}

async function make(page: Page, source: string): Promise<Made> {
  return page.evaluate(async (url) => {
    const { bench } = window as unknown as PictureWindow
    const file = await (await fetch(url)).blob()
    await new Promise((resolve) => setTimeout(resolve, 500))
    let blocked = 0
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocked += duration
    })
    observer.observe({ type: 'longtask' })
    const start = performance.now()
    const bytes = await bench.make(file)
    const time = performance.now() - start
    await new Promise((resolve) => setTimeout(resolve, 500))
    observer.disconnect()
    const reader = new FileReader()
    await new Promise((resolve) => {
      reader.onload = resolve
      reader.readAsDataURL(new Blob([bytes]))
    })
    return { time, blocked, base64: String(reader.result).split(',')[1] ?? '' }
  }, source)
}

interface Round {
  readonly made: readonly Made[]
  /** MiB: the most memory that the page's process held. */
  readonly peak: number
}

async function makeAll(site: Site, path: string): Promise<Round> {
  return inFreshProfile(async (context, folder) => {
    const page = await context.newPage()
    await page.goto(site.address + path)
    await page.waitForFunction(() => 'bench' in window)
    await slowProcessor(page)
    const made: Made[] = []
    for (let n = 0; n < pictures; n += 1) made.push(await make(page, `/source-${n}.jpg`))
    return { made, peak: await peakOfPages(folder) }
  })
}

/** Similarity of each delivered picture to its source, by the page that has both. */
async function similarities(site: Site, made: readonly Made[]): Promise<number[]> {
  made.forEach(({ base64 }, n) => site.give(`/made-${n}`, Buffer.from(base64, 'base64'), 'application/octet-stream'))
  return inFreshProfile(async (context) => {
    const page = await context.newPage()
    await page.goto(`${site.address}/picture/`)
    await page.waitForFunction(() => 'bench' in window)
    const found: number[] = []
    for (let n = 0; n < made.length; n += 1) {
      found.push(await page.evaluate(async (at) => {
        const { bench } = window as unknown as { bench: ComparingPage }
        const [picture, source] = await Promise.all([`/made-${at}`, `/source-${at}.jpg`]
          .map(async (url) => (await fetch(url)).blob()))
        return bench.similarity(picture as Blob, source as Blob)
      }, n))
    }
    return found
  })
}

/** Sources of 12 megapixels, the same in each run. */
export async function makeSources(site: Site): Promise<Uint8Array[]> {
  return inFreshProfile(async (context) => {
    const page = await context.newPage()
    await page.goto(`${site.address}/picture/`)
    const sources: Uint8Array[] = []
    for (let seed = 1; seed <= pictures; seed += 1) sources.push(await makeJpeg(page, { seed, grain: 0.08 }))
    return sources
  })
}

const sizes = (made: readonly Made[]) => made.map(({ base64 }) => Buffer.byteLength(base64, 'base64'))

/** Our picture maker, without a stamp, against compressorjs on the same pictures, slowed processor, in turns. */
export async function measurePicture(): Promise<Finding & { readonly sources: readonly Uint8Array[] }> {
  const page = await buildPage('picture')
  const ours = await serve([pageMount('picture', page)])
  const peer = await serve([{ at: '/', folder: await buildPeer('compressorjs') }])
  try {
    const sources = await makeSources(ours)
    for (const site of [ours, peer]) sources.forEach((bytes, n) => site.give(`/source-${n}.jpg`, bytes, 'image/jpeg'))
    const all: { ours: Round; peer: Round }[] = []
    for (let round = 0; round < rounds; round += 1) {
      all.push({ peer: await makeAll(peer, '/'), ours: await makeAll(ours, '/picture/') })
    }
    const over = (side: 'ours' | 'peer', value: (made: Made) => number) =>
      median(all.flatMap((round) => round[side].made.map(value)))
    const last = all.at(-1)
    if (!last) throw new Error('no round was run')
    const similar = {
      ours: Math.min(...await similarities(ours, last.ours.made)),
      compressorjs: Math.min(...await similarities(ours, last.peer.made)),
    }
    const blocked = { ours: over('ours', (made) => made.blocked), compressorjs: over('peer', (made) => made.blocked) }
    const bytes = { ours: median(sizes(last.ours.made)), compressorjs: median(sizes(last.peer.made)) }
    const time = { ours: over('ours', (made) => made.time), compressorjs: over('peer', (made) => made.time) }
    const memory = {
      ours: median(all.map((round) => round.ours.peak)),
      compressorjs: median(all.map((round) => round.peer.peak)),
    }
    say('source pictures', { median: median(sources.map((source) => source.byteLength)) / 1024 }, 'KiB')
    say('long tasks while a picture is made', blocked, 'ms')
    say('time to make a picture', time, 'ms')
    say('delivered picture', { ours: bytes.ours / 1024, compressorjs: bytes.compressorjs / 1024 }, 'KiB')
    say('most memory of the page with three pictures', memory, 'MiB')
    say('least similarity of three', similar, '')
    const figures = {
      picture_blocking: blocked.ours / blocked.compressorjs,
      picture_bytes: bytes.ours / bytes.compressorjs,
      picture_time: time.ours / time.compressorjs,
      picture_memory: memory.ours / memory.compressorjs,
      picture_ssim: similar.ours,
      picture_ssim_compressorjs: similar.compressorjs,
    }
    return {
      sources,
      figures,
      aims: [
        atMost('main thread blocked by a picture', figures.picture_blocking, 0.05),
        atMost('bytes of a delivered picture', figures.picture_bytes, 0.5),
        atLeast('similarity of a delivered picture', figures.picture_ssim, 0.95),
      ],
    }
  } finally {
    await Promise.all([ours.stop(), peer.stop(), page.remove()])
  }
}
