import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, waitSaved } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'
import { pickOrganisation } from './visit.ts'

const county = '务川仡佬族苗族自治县'
const hall = '中医馆服务能力提升建设标准核查表'
const own = `${county}${hall}`

/** A county sets the weights that no standard gives; whoever inspects there goes by them. */
describe('the weights of a checklist', () => {
  let server: AppServer
  let manager: Device
  let phone: Device
  beforeAll(async () => {
    server = await openAppServer()
    manager = await openDevice({ width: 1440, height: 900 })
    await signIn(manager.page, server.address, 'wuchuan')
    await waitUntilReady(manager)
  })
  afterAll(async () => {
    await manager?.close()
    await phone?.close()
    await server?.close()
  })
  const waitUntilReady = ({ page }: Device) => page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const weight = (code: string) => field(manager.page, `weight.${code}`).locator('input')

  it('are typed item by item, with their sums, and asked for their source', async () => {
    const { page } = manager
    await page.goto(`${server.address}/me`)
    await page.getByText('检查表分值').click()
    await page.locator('[data-checklist=tcm_hall_upgraded]').click()
    await weight('area').fill('20')
    await weight('consulting_rooms').fill('12.5')
    await page.locator('[data-section=premises]').getByText('小计 32.5 分').waitFor()
    await page.locator('[data-action=publish-weights]').click()

    await page.getByText('请写明依据').waitFor()
  })

  it('stay where the network breaks off, and are published when it is back', async () => {
    const { page, context } = manager
    await field(page, 'weights-source').locator('input').fill('务川县卫生健康局2026年督导检查方案')
    await context.setOffline(true)
    const publish = async () => {
      await page.locator('[data-action=publish-weights]').click()
      await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: '发布' }).click()
    }
    await publish()
    await page.getByText('没有连上服务器').waitFor()
    await context.setOffline(false)
    await page.reload()
    await page.locator('[data-typed-before]').waitFor()
    expect(await weight('consulting_rooms').inputValue()).toBe('12.5')
    await publish()

    await page.getByText('已发布第 1 版').waitFor()
    await page.locator('[data-checklist=tcm_hall_upgraded]').getByText('本地区分值，第 1 版').waitFor()
  })

  it('are offered at a visit in the county in place of the shipped ones', async () => {
    phone = await openDevice()
    const { page } = phone
    await signIn(page, server.address, 'zhuanjia')
    await waitUntilOfflineReady(page)
    await page.goto(`${server.address}/start`)
    await page.getByText('督导检查', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await chooseTownship(page, '丰乐镇')
    await pickOrganisation(page, 'header.recipient_org_id', '丰乐镇卫生院')
    const lists = field(page, 'answers.template_code').locator('label')
    await lists.filter({ hasText: own }).click()
    await waitSaved(page)

    expect(await lists.allTextContents()).toEqual([expect.stringContaining(own)])
    await page.locator('[data-item=area]').waitFor()
  })
})
