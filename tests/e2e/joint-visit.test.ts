import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeJpeg } from '../photos/make-jpeg.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, locate, openBasics, waitSaved } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'
import { fillFinding, fillSection, giveReasons, nameAuthorAlone, pickOrganisation, sign, takeEvidence } from './visit.ts'

const title = '涪洋镇中医馆联合督导'
const inspected = '务川仡佬族苗族自治县涪洋镇卫生院'
const herbs = '中药饮片仅有 280 种，未达到 300 种'

/** Three inspectors with a phone each at one hall, none with a network: each fills sections, the leader hands the whole in. */
describe('a visit of three inspectors', () => {
  let server: AppServer
  let leader: Device
  let second: Device
  let third: Device
  let record = ''

  const openPhone = async (account: string) => {
    const device = await openDevice({ position: { longitude: 107.95, latitude: 28.62, accuracy: 9 } })
    await signIn(device.page, server.address, account)
    await waitUntilOfflineReady(device.page)
    await device.context.setOffline(true)
    return device
  }
  const team = ({ page }: Device) => page.locator('[data-team]')
  const claim = async ({ page }: Device, ...sections: string[]) => {
    for (const section of sections) await field(page, 'answers.sections').locator('label').filter({ hasText: section }).click()
  }
  const handOver = async ({ page }: Device) => {
    await giveReasons(page, '现场已核对')
    await page.getByRole('button', { name: '交给组长' }).click()
    await page.waitForURL(/\/records\//)
  }

  beforeAll(async () => {
    server = await openAppServer()
    ;[leader, second, third] = await Promise.all([openPhone('zhuanjia'), openPhone('yuanban'), openPhone('wcyisheng')])
  })
  afterAll(async () => {
    for (const device of [leader, second, third]) await device?.close()
    await server?.close()
  })

  it('is begun by one, who shows a code', async () => {
    const { page, context } = leader
    await context.setOffline(false)
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await nameAuthorAlone(page)
    await chooseTownship(page, '涪洋镇')
    await pickOrganisation(page, 'header.recipient_org_id', inspected)
    await waitSaved(page)
    await context.setOffline(true)
    await field(page, 'header.title').locator('input').fill(title)
    await locate(page)
    await field(page, 'header.place_name').locator('input').fill('卫生院一楼中医馆')
    await field(page, 'answers.template_code').locator('label').filter({ hasText: '中医馆' }).first().click()
    await waitSaved(page)
    record = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.locator('[data-action=invite]').click()

    await page.locator('.x-qr-ink').waitFor()
  })

  it('is joined by the address in the code, without a network', async () => {
    const { page } = second
    await page.goto(await leader.page.locator('[data-invitation]').getAttribute('data-invitation') ?? '')
    await page.getByText(title).first().waitFor()
    await page.locator('[data-action=join]').click()
    await claim(second, '药房与煎药')
    await takeEvidence(page, 'items.herbs', Buffer.from(await makeJpeg(page, { seed: 3 })))
    await fillSection(page, '药房与煎药', { pharmacy_area: { numbers: ['46'] }, herbs: { numbers: ['280'], deduction: '缺 20 种' }, decoction: { yes: true } })
    await page.locator('[data-item=herbs]').getByRole('button', { name: '记为问题' }).click()
    await fillFinding(page, 0, { description: herbs, severity: '较重', measure: '一个月内补齐缺少的饮片品种' })
    await waitSaved(page)
  })

  it('is joined by a picture of the code, read on the phone', async () => {
    const { page } = third
    const code = await leader.page.locator('.x-qr').screenshot()
    await page.goto(`${server.address}/start`)
    await page.getByText('扫码加入同事的检查').click()
    await page.locator('[data-action=scan]').click()
    await page.setInputFiles('[data-scan=file]', { name: 'code.png', mimeType: 'image/png', buffer: code })
    await page.locator('[data-action=join]').click()
    await claim(third, '服务与设备', '人员与信息化')
    await fillSection(page, '服务与设备', { technique_categories: { numbers: ['7'] }, techniques: { numbers: ['12'] }, devices: { numbers: ['11'] } })
    await fillSection(page, '人员与信息化', { physician_share: { numbers: ['6', '20'] }, physicians: { numbers: ['6'] }, platform: { yes: true } })
    await handOver(third)
  })

  it('comes together on the leader\'s phone once there is a network', async () => {
    await handOver(second)
    for (const { page, context } of [second, third]) {
      await context.setOffline(false)
      await page.locator('[data-delivery=acknowledged], [data-delivery=verified]').waitFor({ timeout: 90_000 })
    }
    const { page, context } = leader
    await context.setOffline(false)
    await page.goto(`${server.address}/capture/${record}`)
    for (const name of ['顾云苓', '田杜仲']) await team(leader).locator('.x-fold-summary').getByText(name).waitFor({ timeout: 90_000 })
    await team(leader).locator('.x-fold-head').click()
    for (const name of ['顾云苓', '田杜仲']) await team(leader).getByText(name, { exact: true }).waitFor()

    await fillSection(page, '场所', { independent: { yes: true }, area: { numbers: ['320'] }, consulting_rooms: { numbers: ['3'] }, treatment_rooms: { numbers: ['2'] } })
    await page.locator('[data-visit-total]').getByText('已检查 13/13 项').waitFor()
    await field(page, 'answers.items').locator('label').filter({ hasText: '药房与煎药' }).click()
    await page.locator('[data-colleague-section]').getByText('顾云苓').waitFor()
    await page.getByRole('button', { name: '改由我填写' }).click()
    await page.locator('[data-visit-total]').getByText('已检查 10/13 项').waitFor()
    await page.getByRole('button', { name: '仍由 顾云苓 填写' }).click()
    await page.locator('[data-visit-total]').getByText('已检查 13/13 项').waitFor()
    await page.getByText(herbs).waitFor()
  })

  it('is signed and handed in by the leader, who names both', async () => {
    const { page } = leader
    await openBasics(page)
    for (const name of ['顾云苓', '田杜仲']) {
      await page.getByRole('button', { name: `把 ${name} 列入检查人员` }).click()
      await field(page, 'header.participants').getByText(name).waitFor()
    }
    for (const [name, label] of [['visit_type', '日常督导'], ['level', '市级'], ['selection', '抽取'], ['methods', '实地查看']] as const)
      await field(page, `answers.${name}`).getByText(label, { exact: true }).click()
    for (const type of ['date', 'time']) {
      const ended = await field(page, 'header.ended_at').locator(`input[type=${type}]`).inputValue()
      await field(page, 'answers.feedback_at').locator(`input[type=${type}]`).fill(ended)
    }
    await sign(page, 'answers.inspector_sign')
    await sign(page, 'answers.inspectee_sign')
    await giveReasons(page, '现场已核对，情况属实')
    await page.locator('[data-action=submit]').click()
    await page.waitForURL(/\/records\//)

    await page.locator('[data-delivery=acknowledged], [data-delivery=verified]').waitFor({ timeout: 90_000 })
    await page.getByText(herbs).first().waitFor()
  })

  it.each(['wuchuan', 'yuecheng'])('is read by %s as one visit, with who filled what and the picture of a part', async (account) => {
    const device = await openDevice({ width: 1440, height: 900 })
    try {
      const { page } = device
      await signIn(page, server.address, account)
      await page.goto(`${server.address}/map${account === 'yuecheng' ? '?side=home' : ''}`)
      const rows = page.getByRole('row').filter({ hasText: title })
      await rows.first().waitFor()
      expect(await rows.count()).toBe(1)
      await rows.getByText(title).click()
      await page.waitForURL(new RegExp(`/activities/${record}`))

      for (const words of [herbs, '顾云苓', '田杜仲', '苏远志', '缺 20 种']) await page.getByText(words).first().waitFor()
      await page.locator('.activity-photos img').waitFor()
    } finally {
      await device.close()
    }
  })

  it('stands on Today of whoever it names, to be joined from there', async () => {
    const { page } = leader
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill('泥高镇督导')
    // Without a checklist nobody can join.
    await field(page, 'answers.template_code').locator('label').filter({ hasText: '中医馆' }).first().click()
    // Those of last time are named again.
    await field(page, 'header.participants').getByText('顾云苓').waitFor()
    await waitSaved(page)

    // Longer than a regular round takes to come: a page that is loaded again and again never gets through one.
    await expect.poll(async () => {
      await second.page.goto(server.address)
      return second.page.locator('[data-invited]').getByText('泥高镇督导').waitFor({ timeout: 70_000 }).then(() => true, () => false)
    }, { timeout: 160_000 }).toBe(true)
    await second.page.locator('[data-invited]').getByText('泥高镇督导').click()
    await second.page.locator('[data-action=join]').click()
    await second.page.waitForURL(/\/capture\//)
  }, 300_000)
})
