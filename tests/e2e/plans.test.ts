import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'

/** A manager plans; who goes sees it in the valley and begins the record from it. */
describe('a plan', () => {
  let server: AppServer
  let manager: Device
  let phone: Device
  beforeAll(async () => {
    server = await openAppServer()
    manager = await openDevice({ width: 1440, height: 900 })
    await signIn(manager.page, server.address, 'yuanban')
    await waitUntilOfflineReady(manager.page)
  })
  afterAll(async () => {
    await manager?.close()
    await phone?.close()
    await server?.close()
  })
  const card = (device: Device) => device.page.locator('.plans-card')

  it('is made without a network, refuses what is missing, and says that it waits', async () => {
    const { page, context } = manager
    await context.setOffline(true)
    await page.goto(`${server.address}/plans`)
    await page.getByRole('link', { name: '新建计划' }).click()
    await page.getByLabel('哪一天').fill('2020-01-01')
    await page.locator('[data-action=keep-plan]').click()
    await page.getByText('请填最近 30 天到两年内的日期').waitFor()
    // No record of today does a plan that was made today for another day, and the demo data end today.
    const day = await page.evaluate(() => new Date(Date.now() + 2 * 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }))
    await page.getByLabel('哪一天').fill(day)
    await page.getByLabel('地点（可不填）').fill('丰乐镇卫生院门诊')
    await page.getByLabel('备注').fill('带艾条和拔罐器具')
    await page.getByText('苏远志', { exact: true }).click()
    await page.locator('[data-action=keep-plan]').click()

    await page.getByText('还没有送出').waitFor()
    await page.getByText('仅在本机').waitFor()
  })

  it('is delivered with the line and stands among those one made', async () => {
    const { page, context } = manager
    await context.setOffline(false)

    await page.getByRole('heading', { name: '我安排的' }).waitFor()
    await page.getByText('还没有送出').waitFor({ state: 'hidden' })
  })

  it('reaches who is to go, stays without a network, and begins the record', async () => {
    phone = await openDevice()
    const { page, context } = phone
    await signIn(page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(page)
    await page.goto(server.address)
    await card(phone).getByText('义诊 · 丰乐镇卫生院门诊').waitFor()
    await context.setOffline(true)
    await page.reload()

    await card(phone).getByText('带艾条和拔罐器具').waitFor()
    await card(phone).locator('a').first().click()
    await page.locator('main').getByText('义诊 · 丰乐镇卫生院门诊').waitFor()
    await page.locator('[data-action=begin]').click()

    expect(await field(page, 'header.place_name').locator('input').inputValue()).toBe('丰乐镇卫生院门诊')
  })

  it('made in the valley stands on Today before it is sent, and begins its record', async () => {
    const { page } = phone
    await page.goto(`${server.address}/plans/new`)
    const day = await page.evaluate(() => new Date(Date.now() + 16 * 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' }))
    await page.getByLabel('哪一天').fill(day)
    await page.getByLabel('地点（可不填）').fill('大坪村卫生室')
    await page.locator('[data-action=keep-plan]').click()
    await page.getByText('还没有送出').waitFor()
    await page.goto(server.address)

    await card(phone).locator('a', { hasText: '义诊 · 大坪村卫生室' }).getByText('仅在本机').waitFor()
    await card(phone).getByText('义诊 · 大坪村卫生室').click()
    await page.locator('[data-action=begin]').click()

    expect(await field(page, 'header.place_name').locator('input').inputValue()).toBe('大坪村卫生室')
  })

  it('is cancelled by its maker', async () => {
    const { page } = manager
    await page.getByText('义诊 · 丰乐镇卫生院门诊').click()
    await page.getByRole('button', { name: '取消这个计划' }).click()
    await page.getByText('还没有计划').waitFor()
  })
})
