import { openAppServer } from './app-server.ts'
import { openDevice } from './browser.ts'
import { chooseTownship, locate, waitSaved } from './clinic.ts'
import { field, signIn, waitUntilOfflineReady } from './person.ts'
import { pickOrganisation } from './visit.ts'
const server = await openAppServer()
const device = await openDevice({ position: { longitude: 107.95, latitude: 28.62, accuracy: 9 } })
const { page, context } = device
page.setDefaultTimeout(20000)
try {
  await signIn(page, server.address, 'zhuanjia'); await waitUntilOfflineReady(page)
  await page.goto(`${server.address}/start`)
  await page.getByText('督导检查', { exact: true }).click()
  await page.locator('[data-action=begin]').click()
  await chooseTownship(page, '涪洋镇')
  await field(page, 'header.recipient_org_id').locator('button').click()
  await page.getByRole('dialog').getByRole('searchbox').fill('涪洋镇')
  await page.waitForTimeout(1500); console.log(await page.getByRole('dialog').locator('.x-pick').allInnerTexts())
  await page.getByRole('dialog').locator('.x-pick').filter({ hasText: '卫生院' }).first().click()
  await waitSaved(page)
  await field(page, 'header.place_name').locator('input').fill('卫生院一楼中医馆')
  await page.screenshot({ path: '/tmp/s/a.png', fullPage: true })
  console.log(await field(page, 'answers.template_code').locator('label').allInnerTexts())
} catch (e) { console.log(String(e)); await page.screenshot({ path: '/tmp/s/a.png', fullPage: true }) }
console.log(device.complaints)
await device.close().catch(()=>{}); await server.close()
