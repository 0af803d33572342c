import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPglite } from '../../supabase/embedded/database-pglite.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { chooseTownship, fillNumbers, fillRest, locate } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'
import { giveReasons } from './visit.ts'

const position = { longitude: 107.95, latitude: 28.62, accuracy: 9 }

/** A record is submitted, the server is in trouble, and the phone is cleared before the record got through. */
describe('a record that never arrives', () => {
  let server: AppServer
  let devices: Device[] = []
  const open = async (account: string, options: Parameters<typeof openDevice>[0] = {}) => {
    const device = await openDevice(options)
    devices.push(device)
    await signIn(device.page, server.address, account)
    return device.page
  }
  /** What a manager reads of the phones, on a device whose clock stands at `now` where that is given. */
  const gapsOf = async (account: string, now?: Date) => {
    const page = await open(account, { width: 1440, height: 900 })
    if (now) await page.clock.setFixedTime(now)
    await page.goto(`${server.address}/people`)
    await page.locator('[data-gaps]').getByText('的答复').waitFor()
    return page.locator('[data-gap]')
  }
  const closeAll = async () => {
    const open = devices
    devices = []
    for (const device of open) await device.close()
  }
  beforeAll(async () => { server = await openAppServer() })
  afterAll(async () => {
    await closeAll()
    await server?.close()
  })

  it('waits on the phone, as the phone itself has said', async () => {
    const page = await open('zhuanjia', { position })
    await waitUntilOfflineReady(page)
    await page.route('**/rpc/push', (route) => route.fulfill({ status: 500, json: {} }))
    await page.goto(server.address)
    await page.getByRole('link', { name: '开始记录' }).click()
    await page.getByText('义诊', { exact: true }).click()
    await page.locator('[data-action=begin]').click()
    await field(page, 'header.title').locator('input').fill('送不出去的义诊')
    await locate(page)
    await chooseTownship(page, '涪洋镇')
    await field(page, 'header.place_name').locator('input').fill('镇政府广场')
    await fillNumbers(page, { staff: 12, visits: 30, leaflets: 40 })
    await fillRest(page)
    // The recipient that is proposed is the last clinic's, which may lie elsewhere: that depends on the day.
    await giveReasons(page, '受援单位沿用上次')
    const told = page.waitForResponse((response) => response.url().endsWith('/rpc/tell_ledger') && response.ok())
    await page.locator('[data-action=submit]').click()
    await page.waitForURL(/\/records\//)
    await told

    const rows = await gapsOf('yuecheng')
    expect(await rows.count()).toBe(1)
    await rows.getByText('还在手机上').waitFor()
    expect(await rows.getByText('从未到达').count()).toBe(0)
  })

  it('counts as never arrived once nobody heard of the phone for longer than the rule says', async () => {
    await closeAll()
    await server.stop()
    const now = new Date()
    const { database } = await openPglite({ folder: join(server.folder, 'database') })
    await database.query("update app.device_ledgers set heard_at = $1::timestamptz - interval '8 days'", [now.toISOString()])
    await database.close()
    await server.start()

    const rows = await gapsOf('yuecheng', now)
    await rows.getByText('1 条从未到达').waitFor()
    await rows.getByText('8 天前最后联系').waitFor()
    const page = await open('yuecheng', { width: 1440, height: 900 })
    await page.goto(`${server.address}/map`)
    await page.locator('[data-gaps-banner]').getByText('有 1 条记录从未到达服务器').waitFor()
  })

  it('is shown to nobody of the county that it was held in', async () => {
    const rows = await gapsOf('wuchuan')

    expect(await rows.count()).toBe(0)
  })

  it('is told to its author on a new phone, without a network too', async () => {
    const page = await open('zhuanjia')
    await page.goto(`${server.address}/me`)
    await page.locator('[data-never-arrived]').getByText('1 条记录从未到达服务器').waitFor()
    await waitUntilOfflineReady(page)
    await page.context().setOffline(true)
    await page.goto(`${server.address}/me`)

    await page.locator('[data-never-arrived]').getByText('1 条记录从未到达服务器').waitFor()
  })
})
