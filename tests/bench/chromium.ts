import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Lighthouse's mobile network, without its correction for tool overhead: 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
const slow4g = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }

/** How much slower than this machine the main thread of a mid-range phone is taken to be. */
export const phoneSlowdown = 4

/** A folder that Chromium keeps its data in, so that a browser can be closed and opened again. */
export interface Profile {
  readonly folder: string
  /** Runs work in a new browser process on this profile and ends the process. */
  open<T>(work: (context: BrowserContext) => Promise<T>): Promise<T>
  remove(): Promise<void>
}

/** The phone that most runs pretend to be. */
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
export const desk = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 }

export async function newProfile(screen: typeof phone | typeof desk = phone): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-profile-'))
  return {
    folder,
    async open(work) {
      const context = await chromium.launchPersistentContext(folder, {
        executablePath: '/usr/bin/chromium',
        args: flags,
        ...screen,
        locale: 'zh-CN',
      })
      // The compiler that runs these files names functions through a function that pages do not have.
      await context.addInitScript({ content: 'globalThis.__name = (named) => named' })
      try {
        return await work(context)
      } finally {
        await context.close()
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Runs work in a fresh profile and forgets it. */
export async function inFreshProfile<T>(
  work: (context: BrowserContext, folder: string) => Promise<T>, screen: typeof phone | typeof desk = phone,
): Promise<T> {
  const profile = await newProfile(screen)
  try {
    return await profile.open((context) => work(context, profile.folder))
  } finally {
    await profile.remove()
  }
}

const session = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page)

/** Slows the page's main thread. Workers and the disk stay as fast as the machine. */
export async function slowProcessor(page: Page, times = phoneSlowdown): Promise<void> {
  await (await session(page)).send('Emulation.setCPUThrottlingRate', { rate: times })
}

/** Slows what the page itself asks for; what its service worker asks for is not slowed. Gives what ends it. */
export async function slowNetwork(page: Page): Promise<() => Promise<void>> {
  const cdp = await session(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', slow4g)
  return async () => {
    await cdp.send('Network.emulateNetworkConditions',
      { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  }
}
