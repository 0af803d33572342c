import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { signIn } from './person.ts'

const figure = async (page: Page, side: 'host' | 'home', name: string) =>
  Number(await page.locator(`[data-totals=${side}] [data-figure=${name}]`).getAttribute('data-value'))
const cards = (page: Page) => page.locator('.board > [data-card], .board > .board-sides').evaluateAll((all) => all.map((each) => each.getAttribute('data-card') ?? 'totals'))
const numbers = (texts: readonly string[]) => texts.map((text) => Number(text.replace(/,/g, '')))

/** Opens the table of a chart with the keyboard alone and gives the rows of its figures. */
async function readTable(page: Page, card: string): Promise<readonly (readonly string[])[]> {
  const box = page.locator(`[data-card=${card}]`)
  const button = box.locator('[data-chart-table]')
  if (await button.isVisible()) {
    await button.focus()
    await page.keyboard.press('Enter')
  }
  await box.locator('table').waitFor()
  return box.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')))
}

/** What a manager reads of an area, arranges, keeps and takes along where there is no network. */
describe('the board of an area', () => {
  let server: AppServer
  let county: Device
  let prefecture: Device
  beforeAll(async () => {
    server = await openAppServer()
    county = await openDevice()
    await signIn(county.page, server.address, 'wuchuan')
    // Without an organisation of their own a manager has no pack of organisations.
    await county.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await county.page.goto(`${server.address}/me/packs`)
    await county.page.getByText('行政区划').waitFor()
  })
  afterAll(async () => {
    await county?.close()
    await prefecture?.close()
    await server?.close()
  })
  const show = async (page: Page, path: string) => {
    await page.goto(`${server.address}${path}`)
    await page.locator('[data-board]:not([aria-busy])').waitFor()
  }

  it('tells both sides apart, each figure with its definition', async () => {
    const { page } = county
    await show(page, '/board')
    const [host, home] = [await figure(page, 'host', 'sessions'), await figure(page, 'home', 'sessions')]

    expect(host).toBeGreaterThan(0)
    expect(home).toBeGreaterThan(0)
    await page.locator('[data-totals=host] [data-figure=visits]').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('同一人多次就诊按多次计').waitFor()
    await sheet.getByText('状态范围：全部已上报').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
  })

  it('gives every chart as a table to the keyboard, whose figures add up to the totals', async () => {
    const { page } = county
    const host = await figure(page, 'host', 'sessions')
    const months = await readTable(page, 'trend')
    const kinds = await readTable(page, 'kinds')

    expect(numbers(months.map(([, own]) => own ?? '')).reduce((a, b) => a + b, 0)).toBe(host)
    expect(numbers(kinds.map(([, own]) => own ?? '')).reduce((a, b) => a + b, 0)).toBe(host)
    for (const card of ['areas', 'levels', 'techniques']) expect([card, (await readTable(page, card)).length > 0]).toEqual([card, true])
  })

  it('is narrowed by the bar of a kind, in the address', async () => {
    const { page } = county
    await show(page, '/board')
    const all = await figure(page, 'host', 'sessions')
    await page.locator('[data-card=kinds] [data-bar=training_session]').click()
    await page.waitForURL((url) => url.searchParams.get('kind') === 'training_session')
    await page.locator('[data-filters-set]').waitFor()
    await page.waitForFunction((before) =>
      document.querySelector('[data-totals=host] [data-figure=sessions]')?.getAttribute('data-value') !== String(before), all)

    expect(await figure(page, 'host', 'sessions')).toBeLessThan(all)
    expect(await figure(page, 'host', 'visits')).toBe(0)
  })

  it('shows an area below and comes back, in the address', async () => {
    prefecture = await openDevice({ width: 1440, height: 900 })
    const { page } = prefecture
    await signIn(page, server.address, 'zunyi')
    await show(page, '/board?period=year')
    const whole = await figure(page, 'host', 'sessions')
    const row = page.locator('[data-card=areas] tbody').getByRole('button', { name: '务川仡佬族苗族自治县' })
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '务川仡佬族苗族自治县' }).waitFor()
    expect(new URL(page.url()).searchParams.get('period')).toBe('year')
    expect(await figure(page, 'host', 'sessions')).toBeLessThanOrEqual(whole)
    await page.locator('[data-path]').first().click()
    await page.getByRole('heading', { level: 1, name: '遵义市' }).waitFor()

    await page.goBack()

    await page.getByRole('heading', { level: 1, name: '务川仡佬族苗族自治县' }).waitFor()
  })

  it('shows whoever opens another’s link their own area', async () => {
    const { page } = county
    const foreign = new URL(prefecture.page.url()).searchParams
    await page.goto(`${server.address}/board?area=${Number(foreign.get('area')) + 1}&status=approved`)
    await page.getByText('这个链接的地区不在你的范围内').waitFor()
    await page.getByRole('heading', { level: 1, name: '务川仡佬族苗族自治县' }).waitFor()

    expect(new URL(page.url()).search).toBe('?status=approved')
  })

  it('is arranged, saved under a name and opened again by its link', async () => {
    const { page } = county
    await show(page, '/board')
    await page.locator('[data-action=arrange]').click()
    await page.getByRole('button', { name: '隐藏逐月走势' }).click()
    await page.getByRole('button', { name: '上移按活动类型' }).click()
    await page.getByRole('dialog').getByText('诊疗咨询').click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    await page.locator('[data-action=save-view]').click()
    await page.locator('[data-field=view-name] input').fill('每月例会')
    await page.getByRole('alertdialog').getByRole('button', { name: '存为看板' }).click()
    const chip = page.locator('[data-views]').getByRole('button', { name: '每月例会' })
    await chip.waitFor()
    const { search } = new URL(page.url())
    await show(page, '/board')
    expect(await cards(page)).toContain('trend')

    await show(page, `/board${search}`)

    expect(await cards(page)).toEqual(['totals', 'kinds', 'areas', 'levels', 'techniques'])
    expect(await chip.getAttribute('aria-pressed')).toBe('true')
    await page.locator('[data-card=kinds]').getByText('按活动类型 · 诊疗咨询').waitFor()
  })

  it('stays readable without a network, with its age', async () => {
    const { page, context } = county
    let asked = 0
    const count = (request: { url(): string }) => { if (request.url().endsWith('/rpc/area_board')) asked += 1 }
    page.on('request', count)
    await page.locator('[data-keep-offline] input').check({ force: true })
    await page.locator('[data-views] svg').waitFor()
    expect(asked).toBe(0)
    const told = page.waitForResponse((response) => response.url().endsWith('/rpc/indicators'))
    await page.reload()
    await page.locator('[data-board]:not([aria-busy])').waitFor()
    await told
    expect(asked).toBe(1)
    page.off('request', count)
    const host = await figure(page, 'host', 'sessions')
    await context.setOffline(true)
    await page.reload()
    await page.locator('[data-manager-trouble]').getByText('没有网络，显示的是').waitFor()

    expect(await figure(page, 'host', 'sessions')).toBe(host)
    await page.getByRole('link', { name: '指标' }).click()
    await page.locator('[data-indicator=I13]').waitFor()
    await context.setOffline(false)
    await page.locator('[data-manager-trouble]').waitFor({ state: 'hidden' })
  })

  it('is printed with the areas as a table, all of them', async () => {
    const { page } = county
    await show(page, '/board')
    const card = page.locator('[data-card=areas]')
    const rows = await card.locator('tbody tr').count()
    expect(rows).toBeGreaterThan(12)
    expect(await card.locator('table').isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })

    expect(await card.locator('.x-bars').isVisible()).toBe(false)
    expect(await card.locator('tbody tr:visible').count()).toBe(rows)
    expect(await card.getByRole('button', { name: /还有/ }).isVisible()).toBe(false)
    await page.emulateMedia({ media: null })
  })

  it('leads from an indicator to what it counts and to a record', async () => {
    const { page } = county
    await page.goto(`${server.address}/indicators`)
    await page.locator('[data-indicator=I18] [data-action=indicator-rows]').click()
    await page.locator('[data-indicator-rows] a[data-row=activity]').first().click()

    await page.waitForURL(/\/activities\//)
    await page.locator('.record-states').waitFor()
  })

  it('says where to go next and makes plans of it', async () => {
    const { page } = county
    await page.goto(`${server.address}/blank-spots?what=institution`)
    const rows = page.locator('[data-spot]')
    await rows.first().locator('input').check()
    await rows.nth(1).locator('input').check()
    await page.locator('[data-action=plan-trip]').click()
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('button', { name: '由哪个单位去' }).click()
    const fetch = page.getByRole('button', { name: /下载/ })
    if (await fetch.isVisible()) await fetch.click()
    await page.locator('.x-pick', { hasText: '中医' }).first().click()
    await page.locator('[data-action=make-plans]').click()
    await page.getByText('已做成 2 条计划').waitFor()
    await page.goto(`${server.address}/plans`)

    await page.getByText('督导检查 ·').nth(1).waitFor()
  })
})
