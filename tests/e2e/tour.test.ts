import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, waitSaved } from './clinic.ts'
import { field, numberField, signIn, waitUntilOfflineReady } from './person.ts'
import { monthsAround, readReport } from './report.ts'

const title = '务川县中医院秋季巡回医疗'

/** A tour of two stops, recorded without a network by one hand; the manager sees both stops, their way and no third session. */
describe('a tour and its stops', () => {
  let server: AppServer
  let phone: Device
  let tour = ''

  beforeAll(async () => {
    server = await openAppServer()
    phone = await openDevice({ position: { longitude: 107.95, latitude: 28.62, accuracy: 9 } })
    await signIn(phone.page, server.address, 'wcyisheng')
    await waitUntilOfflineReady(phone.page)
  })
  afterAll(async () => {
    await phone?.close()
    await server?.close()
  })

  it('begins on the start page, which offers tours and no stops', async () => {
    const { page } = phone
    await phone.context.setOffline(true)
    await page.locator('nav a[href="/start"]').click()
    await page.locator('label').filter({ hasText: '巡回医疗' }).click()
    expect(await page.locator('main').getByText('巡回站点').count()).toBe(0)
    await page.locator('[data-action=begin]').click()

    await field(page, 'header.title').locator('input').fill(title)
    await field(page, 'header.place_name').locator('input').fill('县中医院出发')
    await field(page, 'answers.tour_level').getByText('县级', { exact: true }).click()
    await field(page, 'answers.team_type').getByText('综合', { exact: true }).click()
    for (const [name, value] of [['team_size', '6'], ['senior_count', '2'], ['planned_days', '2']] as const)
      await numberField(page, name).fill(value)
    await waitSaved(page)
    tour = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  })

  it.each([[1, '涪洋镇', '84'], [2, '丰乐镇', '61']] as const)('takes stop %i in %s', async (nth, township, visits) => {
    const { page } = phone
    await page.goto(`${server.address}/capture/${tour}`)
    await page.locator('[data-action=add-child]').click()
    await expect.poll(() => field(page, 'header.title').locator('input').inputValue()).toBe(`${title} 第${nth}站`)
    expect(await numberField(page, 'stop_seq').inputValue()).toBe(String(nth))
    await chooseTownship(page, township)
    await field(page, 'header.place_name').locator('input').fill(`${township}卫生院`)
    await field(page, 'answers.stop_level').getByText('乡镇', { exact: true }).click()
    await numberField(page, 'outpatient_visits').fill(visits)
    await waitSaved(page)
    for (const input of await page.locator('[data-field^="reason."] input').all()) await input.fill('两人出诊，现场排队，已核对')
    await waitSaved(page)
    await page.locator('[data-action=submit]').click()

    await page.waitForURL(/\/records\//)
    await page.getByText('所属巡回').waitFor()
  })

  it('shows its stops in order, their figures and the way between them, without a network', async () => {
    const { page } = phone
    await page.goto(`${server.address}/capture/${tour}`)
    const card = page.locator('[data-children]').first()
    await card.getByText('第2站').waitFor()

    const days = new Set((await card.innerText()).match(/\d{4}-\d{2}-\d{2}/g))
    expect((await card.locator('[data-facts]').innerText()).split(/\s+/)).toEqual(
      ['站点', '2', '个', '覆盖乡镇', '2', '个', '在县乡村天数', String(days.size), '天'])
    await page.locator('.route-map[data-ready=true][data-points="2"]').waitFor()
    expect(await page.locator('.route-map .map-mark').allInnerTexts()).toEqual(['1', '2'])
    expect(await page.locator('.route-map path.leaflet-interactive, .route-map path').count()).toBeGreaterThan(0)
  })

  it('is told to the manager of the county with both stops, counted once each', async () => {
    const desk = await openDevice({ width: 1440, height: 900 })
    await signIn(desk.page, server.address, 'wuchuan')
    const months = monthsAround(new Date())
    const before = await readReport(desk.page, months)

    await phone.context.setOffline(false)
    await phone.page.goto(`${server.address}/records`)
    const delivered = phone.page.locator('main a').filter({ hasText: `${title} 第` }).filter({ hasText: '已核验' })
    await expect.poll(() => delivered.count(), { timeout: 90_000 }).toBe(2)
    await desk.page.reload()
    const after = await readReport(desk.page, months)
    expect([after.host.sessions - before.host.sessions, after.host.visits - before.host.visits]).toEqual([2, 145])

    await desk.page.getByText(`${title} 第1站`).first().click()
    await desk.page.waitForURL(/\/activities\//)
    await desk.close()
  })

  it('arrives after its stops and lists them', async () => {
    const { page } = phone
    await page.goto(`${server.address}/capture/${tour}`)
    await field(page, 'header.recipient_org_id').locator('button').click()
    await page.getByRole('dialog').locator('.x-pick').first().click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await field(page, 'header.ended_at').locator('input[type=date]').fill('2036-01-01')
    await field(page, 'header.ended_at').locator('input[type=time]').fill('17:00')
    await waitSaved(page)
    for (const input of await page.locator('[data-field^="reason."] input').all()) await input.fill('情况属实')
    await waitSaved(page)
    await page.locator('[data-action=submit]').click()
    await page.waitForURL(/\/records\//)
    await page.locator('[data-delivery=verified]').waitFor({ timeout: 90_000 })

    const desk = await openDevice({ width: 1440, height: 900 })
    await signIn(desk.page, server.address, 'wuchuan')
    await desk.page.goto(`${server.address}/activities/${tour}`)
    await desk.page.locator('.route-map[data-ready=true][data-points="2"]').waitFor()
    expect(await desk.page.locator('[data-children] [data-facts]').innerText()).toMatch(/覆盖乡镇\s*2 个/)
    await desk.page.getByText('第1站').first().click()
    await desk.page.getByText('所属巡回').waitFor()
    await desk.close()
  })
})
