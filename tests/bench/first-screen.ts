import { inFreshProfile } from './chromium.ts'
import type { Site } from './serve.ts'
import { watchStart } from './watch-start.ts'

/**
 * Bytes of bodies sent to a browser that has nothing kept, from the navigation until the element stands on the page;
 * no service worker, full speed. With `prepare`, another address of the site is visited first and not counted.
 */
export async function weighFirstScreen(site: Site, usable: string, prepare?: string): Promise<number> {
  return inFreshProfile(async (context) => {
    const page = await context.newPage()
    if (prepare !== undefined) {
      await page.goto(site.address + prepare)
      await page.waitForFunction(() => document.documentElement.dataset['done'] === 'seed')
    }
    site.takeSent()
    await page.addInitScript({ content: 'delete Navigator.prototype.serviceWorker' })
    await page.addInitScript(watchStart, { row: usable, tap: false })
    await page.goto(site.address, { waitUntil: 'commit' })
    await page.waitForFunction(() => typeof window.benchStart?.listed === 'number', null, { timeout: 60_000 })
    return site.takeSent().reduce((sum, { bytes }) => sum + bytes, 0)
  })
}
