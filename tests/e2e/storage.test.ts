import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { takePhoto, waitSaved } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'

const hour = 3_600_000

/** The records that wait, and all pictures, as nobody but the store says it. */
const stored = (page: Page) => page.evaluate(async () => {
  const name = (await indexedDB.databases()).map(({ name = '' }) => name).find((each) => each.startsWith('xingxun-')) ?? ''
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('not opened'))
  })
  const transaction = database.transaction(['documents', 'photoBytes'])
  const rows = transaction.objectStore('documents').index('waiting').getAll(1)
  const pictures = transaction.objectStore('photoBytes').count()
  await new Promise((resolve) => (transaction.oncomplete = resolve))
  database.close()
  type Row = { value: { record: { payload: { header: { title: string }; photos: unknown[] } } } }
  return {
    records: (rows.result as Row[]).map(({ value }) => value.record.payload).map(({ header, photos }) => [header.title, photos.length]),
    pictures: pictures.result,
  }
})

describe('a phone that runs out of space', () => {
  let server: AppServer
  let device: Device
  let page: Page
  let devtools: CDPSession
  const jpeg = async (seed: number) => Buffer.from(await makeJpeg(page, { width: 1600, height: 1200, seed }))
  /** Gives the app so many bytes of the disk, or as many as the browser thinks. */
  const allow = (quotaSize?: number) =>
    devtools.send('Storage.overrideQuotaForOrigin', { origin: server.address, ...(quotaSize === undefined ? {} : { quotaSize }) })
  /** Chromium believes for a while how much room a store that is open has: it is closed, and opened on a full disk. */
  const fill = async () => {
    const form = page.url()
    await page.goto('about:blank')
    await allow(1)
    await page.waitForTimeout(3_000)
    await page.goto(form)
  }
  const trouble = () => page.locator('[data-save-trouble]')

  beforeAll(async () => {
    server = await openAppServer()
    device = await openDevice()
    ;({ page } = device)
    devtools = await device.context.newCDPSession(page)
    await signIn(page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(page)
    // What is saved stays on the phone.
    await page.route('**/rpc/push', (route) => route.fulfill({ status: 500, json: {} }))
  })
  afterAll(async () => {
    await device?.close()
    await server?.close()
  })

  it('says that what was filled in is not saved, and keeps it on the page', async () => {
    await page.goto(`${server.address}/start`)
    await page.getByText('义诊', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill('存上了的名称')
    await takePhoto(page, await jpeg(1), 'first.jpg')
    await waitSaved(page)
    expect(await stored(page)).toMatchObject({ records: [['存上了的名称', 1]], pictures: 1 })

    const second = await jpeg(2)
    await fill()
    await field(page, 'header.title').locator('input').fill('没有存上的名称')
    await takePhoto(page, second, 'second.jpg')
    await trouble().getByText('没有存上：存储空间满了').waitFor()

    expect(await page.locator('[data-save-badge]').count()).toBe(0)
    expect(await page.locator('.photo-field .x-photo').allInnerTexts()).toEqual(['仅在本机', '没有存上'])
    expect(await stored(page)).toMatchObject({ records: [['存上了的名称', 1]], pictures: 1 })
    await trouble().locator('[data-action=retry-save]').click()
    await page.locator('[data-save=failed]').waitFor()
    expect(await field(page, 'header.title').locator('input').inputValue()).toBe('没有存上的名称')
    expect(await page.locator('.photo-field .x-photo img').count()).toBe(2)
  })

  it('lets nobody leave the page unaware', async () => {
    await page.getByRole('button', { name: '返回' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText('还没有存上，要离开吗？').waitFor()
    await question.getByRole('button', { name: '留在这里' }).click()

    await trouble().waitFor()
    expect(page.url()).toContain('/capture/')
  })

  it('says so before another record is begun', async () => {
    const other = await device.context.newPage()
    await other.goto(`${server.address}/start`)

    await other.locator('[data-low-space]').getByText('存储空间满了，上一次没有存上').waitFor()
    await other.close()
  })

  it('saves it all once there is room, and has it after the app was opened anew', async () => {
    await allow()
    // The form tries again by itself every five seconds: there may be nothing left to tap.
    await trouble().locator('[data-action=retry-save]').evaluateAll((all) => all.forEach((each) => (each as HTMLElement).click()))
    await waitSaved(page)
    await trouble().waitFor({ state: 'detached' })
    expect(await stored(page)).toMatchObject({ records: [['没有存上的名称', 2]], pictures: 2 })

    await page.reload()
    await page.locator('.photo-field .x-photo img').nth(1).waitFor()

    expect(await field(page, 'header.title').locator('input').inputValue()).toBe('没有存上的名称')
  })

  it('tells of a record that was not sent for a day, louder after three, whatever becomes of the clock', async () => {
    const notice = (hours: number) => page.locator(`[data-long-waiting="${hours}"]`).getByText(`1 条记录超过 ${hours} 小时没有送完`)
    await page.goto(server.address)
    await page.getByText('没有存上的名称').waitFor()
    expect(await page.locator('[data-long-waiting]').count()).toBe(0)

    const opened = Date.now()
    await page.clock.setSystemTime(opened + 25 * hour)
    await page.goto(server.address)
    await notice(24).waitFor()
    await page.clock.setSystemTime(opened + 73 * hour)
    await page.goto(server.address)
    await notice(72).waitFor()
    await page.clock.setSystemTime(opened - 24 * 365 * hour)
    await page.goto(server.address)
    await notice(72).waitFor()
    await page.locator('[data-long-waiting]').getByRole('button', { name: '存成加密文件' }).click()

    await page.getByText('还有 1 条记录、2 张照片没有送完。').waitFor()
  })
})
