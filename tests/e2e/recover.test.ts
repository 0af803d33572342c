import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { locate, takePhoto, waitSaved } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'

const title = '崩溃前记下的义诊'
const passphrase = '山里的杏花开了'.padEnd(8, '！')
const position = { longitude: 107.95, latitude: 28.62, accuracy: 9 }

/** A release of which the device kept a page, twice, that names a script it has not got. Gives how many were changed. */
const breakApp = (page: Page) => page.evaluate(async () => {
  const entry = document.querySelector<HTMLLinkElement>('link[data-app]')?.getAttribute('href') ?? 'none'
  let broken = 0
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const key of (await cache.keys()).filter(({ url }) => ['/', '/index.html'].includes(new URL(url).pathname))) {
      const held = await cache.match(key)
      const text = (await held?.text() ?? '').replaceAll(entry, '/assets/gone-AbCdEf12.js')
      await cache.put(key, new Response(text, { headers: held?.headers ?? {} }))
      if (text.includes('gone')) broken += 1
    }
  }
  return broken
})

const workers = (page: Page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
const storesAndCaches = (page: Page) => page.evaluate(async () => ({
  stores: (await indexedDB.databases()).filter(({ name }) => name?.startsWith('xingxun-')).length, caches: (await caches.keys()).length,
}))

async function chooseFile(page: Page, file: string, typed: string): Promise<void> {
  await page.goto(new URL('/me/rescue', page.url()).href)
  const card = page.locator('[data-rescue=import]')
  await card.locator('input[type=file]').setInputFiles(file)
  await field(page, 'its-passphrase').locator('input').fill(typed)
  await card.getByRole('button', { name: '查看内容' }).click()
}

let server: AppServer
beforeAll(async () => {
  server = await openAppServer()
})
afterAll(() => server?.close())

describe('records of an app that does not open', () => {
  let phone: Device
  let other: Device
  const folder = mkdtempSync(join(tmpdir(), 'xingxun-rescue-'))
  const file = join(folder, 'taken-out.xingxun')
  let record = ''

  beforeAll(async () => {
    phone = await openDevice({ position })
  })
  afterAll(async () => {
    await phone?.close()
    await other?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('[E6] are a link away where the app broke, without a network', async () => {
    const { page, context } = phone
    await signIn(page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(page)
    await context.setOffline(true)
    await page.goto(server.address)
    await page.getByRole('link', { name: '开始记录' }).click()
    await page.getByText('义诊', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill(title)
    await locate(page)
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 7 })), 'one.jpg')
    await waitSaved(page)
    record = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    expect(await breakApp(page)).toBe(2)

    await page.goto(server.address)
    await page.locator('[data-not-open]').getByRole('link', { name: '取出没有送达的记录' }).click()

    await page.waitForURL(/\/recover/)
    await page.getByText('还有 1 条记录、1 张照片没有送完').waitFor()
  })

  it('[E7] are saved in a file there, under the short address too', async () => {
    const { page } = phone
    await page.goto(`${server.address}/recover`)
    await page.fill('input[name=passphrase]', '短')
    await page.fill('input[name=again]', '短')
    await page.getByRole('button', { name: '存成加密文件' }).click()
    await page.getByText('口令至少要 8 个字。').waitFor()
    await page.fill('input[name=passphrase]', passphrase)
    await page.getByRole('button', { name: '存成加密文件' }).click()
    await page.getByText('两次输入的口令不一样。').waitFor()
    await page.fill('input[name=again]', passphrase)
    const [download] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('button', { name: '存成加密文件' }).click(),
    ])
    await download.saveAs(file)

    expect(download.suggestedFilename()).toMatch(/^xingxun-.*\.xingxun$/)
    await page.getByText('文件已交给浏览器保存').waitFor()
  })

  it('[E5] are delivered by another device of the same person, once', async () => {
    other = await openDevice()
    const { page } = other
    await signIn(page, server.address, 'zhuanjia')
    await chooseFile(page, file, 'wrong passphrase')
    await page.locator('[data-refusal=passphrase]').waitFor()
    await chooseFile(page, file, passphrase)
    await page.locator('[data-rescue-facts]').getByText('1 条记录，1 张照片').waitFor()
    await page.getByRole('button', { name: '导入这台设备' }).click()
    await page.getByText('导入 1 条记录、1 张照片').waitFor()

    await page.goto(`${server.address}/records/${record}`)
    await page.getByText(title).first().waitFor()
    await page.locator('[data-delivery=verified]').first().waitFor({ timeout: 90_000 })

    await chooseFile(page, file, passphrase)
    await page.getByRole('button', { name: '导入这台设备' }).click()
    await page.getByText('导入 0 条记录、0 张照片').waitFor()
    await page.getByText('另有 1 条').waitFor()
  })

  it('[E7] stay when the broken copy of the app is removed, and the app opens again', async () => {
    const { page, context } = phone
    await context.setOffline(false)
    await page.goto(`${server.address}/recover`)
    page.once('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: '删除应用的离线副本' }).click()
    await page.getByText('离线副本已删除').waitFor()
    expect([await workers(page), await storesAndCaches(page)]).toEqual([0, { stores: 1, caches: 0 }])

    await page.getByRole('link', { name: '打开应用' }).click()
    await page.getByText(title).first().waitFor()
    await page.goto(`${server.address}/records/${record}`)
    await page.locator('[data-delivery=verified]').first().waitFor({ timeout: 90_000 })
  })
})

describe('a service worker that broke', () => {
  let phone: Device

  beforeAll(async () => {
    phone = await openDevice()
  })
  afterAll(() => phone?.close())

  it('[E8] is taken out by the server with what it kept, and nothing else', async () => {
    const { page } = phone
    await signIn(page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(page)
    await page.evaluate(() => caches.open('of something else'))
    await server.stop()
    await server.start('--kill-service-worker')
    let loads = 0
    page.on('load', () => (loads += 1))

    await page.evaluate(() => void navigator.serviceWorker.getRegistration().then((each) => each?.update()))
    await expect.poll(() => loads, { timeout: 60_000 }).toBe(1)
    await expect.poll(() => workers(page)).toBe(0)

    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull()
    expect(await storesAndCaches(page)).toEqual({ stores: 1, caches: 1 })
    await page.getByText('行政区划').waitFor()

    await page.evaluate(async () => {
      const { installing, waiting, active } = await navigator.serviceWorker.register('/service-worker.js')
      const worker = installing ?? waiting ?? active
      await new Promise<void>((resolve) => {
        const look = () => {
          if (!worker || worker.state === 'activated' || worker.state === 'redundant') resolve()
        }
        worker?.addEventListener('statechange', look)
        look()
      })
    })
    await expect.poll(() => workers(page)).toBe(0)
    expect(loads).toBe(1)
  })

  it('[E8] is followed by a sound one when the server is started without the flag', async () => {
    await phone.page.goto('about:blank')
    await server.stop()
    await server.start()
    await phone.page.goto(server.address)

    await phone.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await phone.page.getByRole('heading', { name: '今天' }).waitFor()
  })
})
