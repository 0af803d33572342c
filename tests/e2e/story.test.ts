import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { makeProfile, openDevice, type Device } from './browser.ts'
import { chooseTownship, fillNumbers, fillRest, locate, takePhoto, waitSaved } from './clinic.ts'
import { field, numberField, signIn, waitUntilOfflineReady } from './person.ts'
import { monthsAround, readReport, type SideFigures } from './report.ts'

const township = '涪洋镇'
const title = '专家团队进涪洋镇中医药健康义诊'
const position = { longitude: 107.95, latitude: 28.62, accuracy: 9 }

/** What the server answers when this page's person asks for a stored object: the status. Throws without a session. */
const statusOf = (page: Page, url: string) => page.evaluate(async (address) => {
  const session = JSON.parse(localStorage.getItem('xingxun.session') ?? '{}') as { access_token?: string }
  if (!session.access_token) throw new Error('nobody is signed in')
  const { key } = await (await fetch('/config.json')).json() as { key: string }
  const headers = { apikey: key, authorization: `Bearer ${session.access_token}` }
  return (await fetch(address, { headers, cache: 'no-store' })).status
}, url)

/** How many numbers of seals this page's device has given out. */
const sealsGiven = (page: Page) => page.evaluate(async () => {
  const name = (await indexedDB.databases()).map(({ name = '' }) => name).find((each) => each.startsWith('xingxun-')) ?? ''
  return new Promise<number>((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const device = request.result.transaction('preferences').objectStore('preferences').get('device')
      device.onerror = () => reject(device.error)
      device.onsuccess = () => {
        request.result.close()
        resolve((device.result as { value: { sealed: number } }).value.sealed)
      }
    }
  })
})

/** The main job on real input: recorded without a network in a valley, seen by both counties, and by no other. */
describe('a free clinic recorded offline reaches its counties', () => {
  let server: AppServer
  let phone: Device
  const profile = makeProfile()
  const months = monthsAround(new Date())
  const before: Record<string, Record<'host' | 'home', SideFigures>> = {}
  let record = ''
  let picture = ''

  async function manager<T>(account: string, work: (device: Device) => Promise<T>): Promise<T> {
    const device = await openDevice({ width: 1440, height: 900 })
    try {
      await signIn(device.page, server.address, account)
      return await work(device)
    } finally {
      await device.close()
    }
  }

  beforeAll(async () => {
    server = await openAppServer()
  })
  afterAll(async () => {
    await phone?.close()
    await server?.close()
    rmSync(profile, { recursive: true, force: true })
  })

  it('shows each manager the figures before the visit', async () => {
    for (const account of ['wuchuan', 'yuecheng', 'aqi'])
      before[account] = await manager(account, ({ page }) => readReport(page, months))

    expect(before['wuchuan']?.host.sessions).toBeGreaterThan(10)
    expect(before['yuecheng']?.home.sessions).toBeGreaterThan(10)
  })

  it('opens in flight mode after one online sign-in', async () => {
    phone = await openDevice({ profile, position })
    await signIn(phone.page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(phone.page)

    await server.stop()
    await phone.context.setOffline(true)
    await phone.page.goto(server.address)

    await phone.page.getByRole('heading', { name: '今天' }).waitFor()
    await phone.page.getByRole('link', { name: '开始记录' }).waitFor()
  })

  it('keeps everything shown as saved when the browser is killed midway', async () => {
    const { page } = phone
    await page.getByRole('link', { name: '开始记录' }).click()
    await page.getByText('义诊', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill(title)
    await locate(page)
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 1 })), 'one.jpg')
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 2 })), 'two.jpg')
    await waitSaved(page)
    record = new URL(page.url()).pathname.split('/').at(-1) ?? ''

    await phone.kill()
    phone = await openDevice({ profile, position })
    await phone.context.setOffline(true)
    await phone.page.goto(server.address)
    await phone.page.getByText(title).click()

    await expect.poll(() => field(phone.page, 'header.title').locator('input').inputValue()).toBe(title)
    await expect.poll(() => phone.page.locator('.photo-field .x-photo img').count()).toBe(2)
    await field(phone.page, 'header.position').getByText(/精度 ±/).waitFor()
  })

  it('says what is missing before it lets the record go', async () => {
    const { page } = phone
    await page.locator('[data-action=submit]').click()

    await page.locator('[data-problem=error]').first().waitFor()
    expect(await page.locator('[data-problem=error]').count()).toBeGreaterThan(3)
    expect(await page.locator('[data-action=submit]').evaluate((button) => button === document.activeElement)).toBe(true)
  })

  it('is filled in, sealed, and waits on the phone', async () => {
    const { page } = phone
    await takePhoto(page, Buffer.from(await makeJpeg(page, { seed: 3 })), 'three.jpg')
    await chooseTownship(page, township)
    await field(page, 'header.place_name').locator('input').fill('镇政府广场')
    await fillNumbers(page, { staff: 12, visits: 236, leaflets: 400 })
    await fillRest(page)
    await waitSaved(page)
    // Tapped twice by a cold thumb.
    await page.locator('[data-action=submit]').evaluate((button: HTMLElement) => [button, button].forEach((each) => each.click()))

    await page.waitForURL(/\/records\//)
    await page.locator('[data-delivery=queued], [data-delivery=sending]').waitFor()
    await page.getByText('只存在这部手机上').or(page.getByText('正在送出')).first().waitFor()
    expect(await sealsGiven(page)).toBe(1)
  })

  it('is delivered by itself when the line is back, and every photo is verified', async () => {
    await server.start()
    await phone.context.setOffline(false)
    await phone.page.locator('[data-delivery=verified]').waitFor({ timeout: 90_000 })

    await phone.page.getByText('照片 3 张，已核验 3 张').waitFor()
  })

  it('stands in the host county under its own heading, on the map and with its photos', async () => {
    const after = await manager('wuchuan', async ({ page }) => {
      const report = await readReport(page, months)
      page.on('response', (response) => {
        if (response.url().includes(`/storage/v1/object/photos/${record}/`)) picture = response.url()
      })
      await page.getByText(title).first().click()
      await page.waitForURL(/\/activities\//)
      await page.getByText('照片 3 张，已核验 3 张').waitFor()
      await page.locator('.x-photo img').nth(2).waitFor()
      await page.locator('.x-photo-open').first().click()
      await page.getByRole('dialog').locator('img').first().waitFor()
      expect(picture).toMatch(/\/[0-9a-f]{64}$/)
      expect(await statusOf(page, picture)).toBe(200)
      return report
    })

    const was = before['wuchuan']?.host as SideFigures
    expect(after.host).toEqual({
      sessions: was.sessions + 1, visits: was.visits + 236, staff: was.staff + 12, leaflets: was.leaflets + 400,
      points: was.points + 1,
    })
    expect(after.home).toEqual(before['wuchuan']?.home)
  })

  it('stands in the home county under the other heading', async () => {
    const after = await manager('yuecheng', ({ page }) => readReport(page, months))

    const was = before['yuecheng']?.home as SideFigures
    expect(after.home).toEqual({
      sessions: was.sessions + 1, visits: was.visits + 236, staff: was.staff + 12, leaflets: was.leaflets + 400,
      points: was.points + 1,
    })
    expect(after.host).toEqual(before['yuecheng']?.host)
  })

  it('is nowhere for a third county, neither the record nor its photos', async () => {
    await manager('aqi', async ({ page }) => {
      expect(await readReport(page, months)).toEqual(before['aqi'])
      const answers: number[] = []
      page.on('response', (response) => {
        if (/\/(rest|storage)\/v1\//.test(response.url())) answers.push(response.status())
      })
      await page.goto(`${server.address}/activities/${record}`)
      await page.getByText('没有找到').waitFor()
      expect(answers).toContain(404)
      expect(picture).not.toBe('')
      expect([400, 403, 404]).toContain(await statusOf(page, picture))
    })
  })

  it('is returned by the manager with a reason, put right by its author, and approved, with all of it in the trail', async () => {
    const wrong = '宣传材料数量与现场照片不符，请核对'
    const decide = async (page: Page, decision: string, reason: string) => {
      await page.goto(`${server.address}/activities/${record}`)
      await page.locator(`[data-decide=${decision}]`).click()
      await page.getByRole('alertdialog').locator('textarea').fill(reason)
      await page.getByRole('alertdialog').locator('button').last().click()
      await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
    }
    await manager('wuchuan', ({ page }) => decide(page, 'returned', wrong))

    await phone.page.goto(`${server.address}/records/${record}`)
    await phone.page.locator('[data-review=returned]').getByText(wrong).waitFor()
    await phone.page.getByText('已退回').first().waitFor()
    await phone.page.getByRole('link', { name: '更改' }).click()
    await phone.page.locator('[data-returned]').getByText(wrong).waitFor()
    await numberField(phone.page, 'leaflets').fill('380')
    await phone.page.locator('[data-action=submit]').click()
    await phone.page.locator('[data-delivery=verified]').waitFor({ timeout: 60_000 })

    await manager('wuchuan', async ({ page }) => {
      await decide(page, 'approved', '')
      await page.locator('[data-review=approved]').waitFor()
      expect(await page.locator('[data-decide]').allInnerTexts()).toEqual(['作废'])
      await page.getByRole('button', { name: '操作留痕' }).click()
      const trail = await page.locator('[data-action]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-action')))
      expect(trail.filter((each) => each !== 'photos_opened')).toEqual(['submitted', 'returned', 'submitted', 'approved'])
      expect(trail).toContain('photos_opened')
    })
  })
})
