import type { Page } from 'playwright-core'
import { buildPage, pageMount } from './app.ts'
import { inFreshProfile, slowProcessor } from './chromium.ts'
import { median, percentile } from './median.ts'
import type { SavePage } from './pages/save/main.ts'
import { buildPeer } from './peers.ts'
import { atMost, say, type Finding } from './report.ts'
import { serve } from './serve.ts'

const rounds = 9
/** A browser that has just started has work of its own beside the page's, and what runs seldom is not compiled yet. */
const warmUp = 100
const saves = 100

interface PeerPage {
  rxdb(count: number, text: string): Promise<number[]>
  idb(count: number, text: string): Promise<number[]>
}

type SaveWindow = { bench: SavePage & PeerPage }
type Way = 'save' | 'rxdb' | 'idb'

/** Runs work in a page of a fresh profile. */
const inPage = <T>(address: string, work: (page: Page) => Promise<T>): Promise<T> =>
  inFreshProfile(async (context) => {
    const page = await context.newPage()
    await page.goto(address)
    await page.waitForFunction(() => 'bench' in window)
    return work(page)
  })

/** Times of `saves` saves of the document on a slowed processor, after some that are not counted. */
const timesOf = (address: string, way: Way, text: string): Promise<number[]> =>
  inPage(address, async (page) => {
    await slowProcessor(page)
    return page.evaluate(async ([name, before, count, document]) => {
      const { bench } = window as unknown as SaveWindow
      await bench[name](before, document)
      return bench[name](count, document)
    }, [way, warmUp, saves, text] as const)
  })

/** One record with its outbox entry in a strict transaction, against one RxDB insert and one raw put, all strict. */
export async function measureSave(): Promise<Finding> {
  const page = await buildPage('save')
  const ours = await serve([pageMount('save', page)])
  const peer = await serve([{ at: '/', folder: await buildPeer('rxdb-save') }])
  const sides = [
    { name: 'rxdb', address: peer.address, way: 'rxdb' },
    { name: 'ours', address: `${ours.address}/save/`, way: 'save' },
    { name: 'raw idb', address: peer.address, way: 'idb' },
  ] as const
  try {
    const text = await inPage(`${ours.address}/save/`, (own) =>
      own.evaluate(() => (window as unknown as SaveWindow).bench.document()))
    const times: Record<string, number[][]> = {}
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, address, way } of sides) {
        (times[name] ??= []).push(await timesOf(address, way, text))
      }
    }
    const over = (value: (round: readonly number[]) => number) =>
      Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each.map(value))]))
    const p50 = over(median)
    const p95 = over((round) => percentile(round, 0.95))
    say('one record as JSON', { 'on both sides': Buffer.byteLength(text) }, 'bytes')
    say('save, median', p50, 'ms')
    say('save, 95th percentile', p95, 'ms')
    const ratio = (a: number | undefined, b: number | undefined) => (a ?? Number.NaN) / (b ?? Number.NaN)
    const figures = {
      save_p50_rxdb: ratio(p50['ours'], p50['rxdb']),
      save_p95_rxdb: ratio(p95['ours'], p95['rxdb']),
      save_p50_idb: ratio(p50['ours'], p50['raw idb']),
    }
    return { figures, aims: [atMost('save against an RxDB insert', figures.save_p50_rxdb, 0.6)] }
  } finally {
    await Promise.all([ours.stop(), peer.stop(), page.remove()])
  }
}
