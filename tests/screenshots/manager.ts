import type { Page } from 'playwright-core'
import { tapPlace, type Stage } from './camera.ts'

/** Opens the first activity of the list that has pictures. */
async function openPictured(page: Page): Promise<void> {
  const rows = page.locator('.area-report-list tbody').getByRole('button')
  for (let row = 0; row < await rows.count(); row += 1) {
    await rows.nth(row).click()
    await page.locator('.record-states').waitFor()
    if (await page.locator('.x-photos').count() > 0) {
      await page.locator('.x-photo-image').first().waitFor()
      return
    }
    await page.getByRole('button', { name: '返回' }).click()
    await rows.first().waitFor()
  }
  throw new Error('no activity of the list has pictures')
}

/** What a manager of an area sees: both sides' totals, map, list, one activity with its pictures; then without network. */
export async function shootManager({ page, go, shoot, look, device, size }: Stage): Promise<void> {
  const map = page.locator('.area-map[data-ready=true]')
  await map.waitFor()
  await shoot('map-host')
  for (const each of ['dark', 'sunlight'] as const) {
    await look(each)
    await shoot(`map-${each}`)
  }
  await look('light')
  if (size === 'phone') {
    await map.scrollIntoViewIfNeeded()
    await shoot('map-outlines')
  }
  await page.locator('.area-report-list').evaluate((list) => list.scrollIntoView())
  await shoot('map-list')
  await page.locator('[data-figure=visits]').first().click()
  await shoot('figure-definition')
  await page.keyboard.press('Escape')
  await go('/map?side=home')
  await map.waitFor()
  await shoot('map-home')
  await openPictured(page)
  await shoot('activity')
  await page.locator('.x-photo-open').first().click()
  await shoot('photo-viewer')
  await page.keyboard.press('Escape')
  await go('/map')
  await map.waitFor()
  await device.context.setOffline(true)
  await page.getByRole('button', { name: '再试一次' }).first().click()
  await shoot('map-offline')
  await tapPlace(page, '/start')
  await shoot('start-refused')
  await tapPlace(page, '/records')
  await shoot('records-empty')
  await tapPlace(page, '/')
  await shoot('today-empty')
  await device.context.setOffline(false)
}
