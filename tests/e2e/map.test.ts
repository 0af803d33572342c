import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { signIn } from './person.ts'

const points = async (page: Page) => {
  await page.locator('.area-map[data-ready=true]').waitFor()
  return Number(await page.locator('.area-map').getAttribute('data-points'))
}

/** What a manager of a province sees of its map, and where it leads. */
describe('the map of a province', () => {
  let server: AppServer
  let desk: Device
  beforeAll(async () => {
    server = await openAppServer()
    desk = await openDevice({ width: 1440, height: 900 })
    await signIn(desk.page, server.address, 'guizhou')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.close()
  })

  it('leads by the keyboard down to a county and by the names of the way back', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map`)
    const all = await points(page)
    expect(all).toBeGreaterThan(0)
    for (const area of ['520300', '520326']) {
      await page.locator(`.rank-bars [data-drill="${area}"]`).focus()
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => url.searchParams.get('area') === area)
      await page.locator(`[data-area="${area}"]`).waitFor()
    }
    expect(await page.locator('.rank-bars [data-drill]').count()).toBe(0)
    expect(await points(page)).toBe(all)

    await page.locator('[data-path="520000"]').click()
    await page.locator('[data-area="520000"]').waitFor()
  })

  it('is tapped from an area to the one below', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map?area=520300`)
    await points(page)
    const box = await page.locator('.area-map').boundingBox()
    if (!box) throw new Error('no map')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)

    await page.waitForURL((url) => /^5203(?!00)\d\d$/.test(url.searchParams.get('area') ?? ''))
  })

  it('asks anew for the months that are chosen', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map?area=520326`)
    const all = await points(page)
    const asked = page.waitForRequest((request) => {
      if (!request.url().endsWith('/rpc/map_marks')) return false
      const { from_day: from, to_day: to } = request.postDataJSON() as { from_day: string; to_day: string }
      return from.slice(0, 7) === to.slice(0, 7)
    })
    await page.locator('[data-slider=to]').focus()
    await page.keyboard.press('Home')
    await asked

    expect(await points(page)).toBeLessThan(all)
    await page.getByRole('button', { name: '全部月份' }).click()
    await expect.poll(() => points(page)).toBe(all)
  })

  it('says the months chosen in its address, where back does not step through them and the page stays where it is', async () => {
    const { page } = desk
    await page.goto(`${server.address}/board?area=520326`)
    await page.locator('[data-board]').waitFor()
    await page.getByRole('link', { name: '地图' }).nth(1).click()
    const all = await points(page)
    await page.locator('[data-slider=to]').focus()
    const height = await page.evaluate(() => scrollY)
    expect(height).toBeGreaterThan(0)
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowLeft')
    await page.waitForURL((url) => /^\d{4}-\d\d_\d{4}-\d\d$/.test(url.searchParams.get('shown') ?? ''))
    await expect.poll(() => points(page)).toBeLessThan(all)
    const some = await points(page)
    expect(await page.evaluate(() => scrollY)).toBe(height)
    await page.locator('[data-uncoloured]').waitFor({ state: 'detached' })

    const link = page.url()
    await page.goBack()
    await page.locator('[data-board]').waitFor()
    await page.goto(link)
    expect(await points(page)).toBe(some)
    expect(await page.getByRole('link', { name: '统计' }).getAttribute('href')).toBe('/board?area=520326')
    await page.goto(link.replace('area=520326', 'area=520300'))
    await page.locator('[data-uncoloured]').waitFor()
  })

  it('shows one organisation’s records, in the list too, wherever its link is opened, and carries it to no other page', async () => {
    const { page } = desk
    const name = '务川仡佬族苗族自治县中医院'
    const organisations = (on: Page) => on.locator('.area-report-list tbody [data-label=承担单位]').allInnerTexts()
    await page.goto(`${server.address}/map?area=520326`)
    await points(page)
    expect(new Set(await organisations(page)).size).toBeGreaterThan(1)
    await page.getByRole('button', { name: /^筛选/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '选择', exact: true }).click()
    const fetch = page.getByRole('button', { name: /下载/ })
    if (await fetch.isVisible()) await fetch.click()
    await page.locator('.x-pick', { hasText: name }).first().click()
    await page.locator('[data-action=apply-filters]').click()
    await page.waitForURL((url) => url.searchParams.has('organisation'))
    await expect.poll(async () => [...new Set(await organisations(page))]).toEqual([name])
    await page.locator('.map-describe', { hasText: name }).waitFor()
    expect(await page.locator('[data-filters-set]').innerText()).toBe('1')
    const listed = (await organisations(page)).length

    const other = await openDevice()
    try {
      await signIn(other.page, server.address, 'zunyi')
      await other.page.goto(page.url())
      expect(await points(other.page)).toBeGreaterThan(0)
      await expect.poll(() => organisations(other.page).then((all) => all.map((each) => each.trim()))).toEqual(Array(listed).fill(name))
    } finally {
      await other.close()
    }
    for (const to of ['统计', '指标', '该去哪里']) {
      await page.getByRole('link', { name: to }).click()
      await page.locator('.manager-page').first().waitFor()
      expect(new URL(page.url()).search).toBe('?area=520326')
      expect(await page.locator('[data-filters-set]').count()).toBe(0)
    }
    await page.goto(`${server.address}/board?area=520326&organisation=4`)
    await page.locator('[data-board]').waitFor()
    expect(await page.locator('[data-filters-set]').count()).toBe(0)
  })

  it('counts what is in view the same as dots, as clusters and as heat', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map?area=520326`)
    const all = await points(page)
    for (const mode of ['分布', '热力', '聚合']) {
      await page.getByRole('button', { name: mode, exact: true }).click()
      await page.getByRole('button', { name: new RegExp(`图上可见 ${all} 场`) }).waitFor()
    }
  })

  it('lists what is in view, and opens the record', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map?area=520326&kind=supervision_visit`)
    const some = await points(page)
    expect(some).toBeGreaterThan(0)
    await page.getByRole('button', { name: new RegExp(`图上可见 ${some} 场`) }).click()
    const rows = page.locator('.marks-list li')
    expect(await rows.count()).toBe(some)
    const title = await rows.first().locator('.x-row-title').innerText()
    await rows.first().getByRole('button').click()

    await page.waitForURL(/\/activities\//)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  })

  it('is taken along as a picture and, without any border, as squares', async () => {
    const { page } = desk
    await page.goto(`${server.address}/map?area=520300`)
    await points(page)
    await page.getByText('内部工作用图 不得公开').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action=save-map]').click()])
    const picture = await readFile(await download.path())
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    expect(picture.byteLength).toBeGreaterThan(20_000)

    await page.getByRole('button', { name: '格子图' }).click()
    await page.locator('.tile-grid [data-drill="520326"]').waitFor()
    expect(await page.locator('.area-map').count()).toBe(0)
  })
})
