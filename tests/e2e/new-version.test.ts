import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDevice, type Device } from './browser.ts'
import { serveFolder } from './static-site.ts'

const built = fileURLToPath(new URL('../../dist', import.meta.url))

/** Who answered for the page and for its scripts. */
const answeredBy = (page: Page) => page.evaluate(() => {
  const by = (entry: PerformanceEntry | undefined) => (entry as unknown as { workerFinalSourceType?: string } | undefined)?.workerFinalSourceType
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\/assets\/.*\.js$/.test(name))
  return { page: by(performance.getEntriesByType('navigation')[0]), scripts: [...new Set(scripts.map(by))] }
})
/**
 * Milliseconds. A browser that was told to take the newer worker lets the older one end its work first, which takes seconds; where
 * that never says it is done, Chromium ends it after some five minutes.
 */
const patience = 420_000
const version = (page: Page) => page.locator('meta[name=version]').count()
const waiting = (page: Page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state)
const firstPages = (page: Page) => page.evaluate(async () =>
  (await caches.keys()).filter((name) => name.includes('first-page')).length)

describe('the app and a new version of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xingxun-version-'))
  let site: Awaited<ReturnType<typeof serveFolder>>
  let phone: Device

  beforeAll(async () => {
    cpSync(built, folder, { recursive: true })
    site = await serveFolder(folder)
    phone = await openDevice()
  })
  afterAll(async () => {
    await phone?.close()
    await site?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('opens without a network, answered by the browser from what is kept', async () => {
    const { page, context } = phone
    await page.goto(site.address)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await context.setOffline(true)

    await page.goto(site.address)

    await page.getByRole('button', { name: '登录' }).waitFor()
    expect(await answeredBy(page)).toEqual({ page: 'cache', scripts: ['cache'] })
    await page.goto(`${site.address}/records`)
    await page.getByRole('button', { name: '登录' }).waitFor()
    await context.setOffline(false)
  })

  it('notices a newer one, goes on with the old one, and changes when it is told to', async () => {
    const { page } = phone
    const [index, worker] = [join(folder, 'index.html'), join(folder, 'service-worker.js')]
    writeFileSync(index, readFileSync(index, 'utf8').replace('</title>', '</title><meta name="version" content="2">'))
    writeFileSync(worker, readFileSync(worker, 'utf8').replace(/("revision":")[0-9a-f]{32}(","url":"index\.html")/, `$1${'0'.repeat(32)}$2`))

    await page.goto(site.address)
    await expect.poll(() => waiting(page), { timeout: patience }).toBe('installed')
    // A page at rest, as under whoever taps: the older worker ends what it is asked for first.
    await page.reload({ waitUntil: 'networkidle' })
    expect([await version(page), await firstPages(page)]).toEqual([0, 2])

    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage({ type: 'SKIP_WAITING' }))
    await expect.poll(() => firstPages(page), { timeout: patience }).toBe(1)
    await page.reload()
    await expect.poll(() => version(page), { timeout: patience }).toBe(1)
    await page.goto(site.address)
    expect([await version(page), await answeredBy(page)]).toEqual([1, { page: 'cache', scripts: ['cache'] }])
  }, 2 * patience)

  it('is looked for by a page whose app does not open', async () => {
    const { page } = phone
    const worker = join(folder, 'service-worker.js')
    await page.evaluate(async () => {
      const [name = ''] = (await caches.keys()).filter((each) => each.includes('first-page'))
      const cache = await caches.open(name)
      const broken = (await (await cache.match('/'))?.text() ?? '').replaceAll(/\/assets\/[\w-]+\.js/g, '/assets/gone-AbCdEf12.js')
      await cache.put('/', new Response(broken, { headers: { 'content-type': 'text/html' } }))
    })
    writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// a third version`)

    await page.goto(site.address)
    await page.locator('[data-not-open]').waitFor()
    expect([await page.locator('[data-v-app]').count(), (await answeredBy(page)).page]).toEqual([0, 'cache'])
    await expect.poll(() => waiting(page), { timeout: patience }).toBe('installed')
  }, 2 * patience)
})
