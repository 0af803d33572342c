import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { locate } from '../e2e/clinic.ts'
import { field } from '../e2e/person.ts'
import { shootPages, tapPlace, type Stage } from './camera.ts'

const title = '进涪洋镇中医药健康义诊'
const photo = (name: string) => fileURLToPath(new URL(`../../supabase/demo/photos/${name}.webp`, import.meta.url))
const choose = (page: Page, name: string, label: string) =>
  field(page, name).getByText(label, { exact: true }).first().click()

/** A new record, from the start page to the capture page. */
async function begin({ page, go }: Stage): Promise<void> {
  await go('/start')
  await page.getByText('义诊', { exact: true }).click()
  await page.locator('[data-action=begin]').click()
  await page.locator('[data-save=saved]').waitFor()
}

async function addPhotos({ page }: Stage): Promise<void> {
  for (const name of ['team', 'pulse', 'leaflets']) {
    await page.locator('[data-photo=gallery]').setInputFiles(photo(name))
    const sheet = page.getByRole('dialog')
    await sheet.getByText('认不出具体的人').click()
    await sheet.getByRole('button', { name: '确定' }).click()
    await sheet.waitFor({ state: 'detached' })
  }
}

async function chooseArea(page: Page, name: string): Promise<void> {
  await field(page, 'header.host_area_id').getByRole('button').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('searchbox').fill(name)
  await sheet.getByText(name, { exact: true }).first().click()
  await sheet.waitFor({ state: 'detached' })
}

async function fill(stage: Stage): Promise<void> {
  const { page } = stage
  await locate(page)
  await addPhotos(stage)
  await field(page, 'header.title').locator('input').fill(title)
  await chooseArea(page, '涪洋镇')
  await field(page, 'header.place_name').locator('input').fill('涪洋镇政府广场')
  const numbers = { staff_count: '8', staff_tcm_count: '6', patients_visits: '126', leaflets: '300' }
  for (const [name, value] of Object.entries(numbers)) await field(page, `answers.${name}`).locator('input').fill(value)
  await field(page, 'answers.purpose').locator('textarea').fill('为山区群众提供中医诊疗和健康指导')
  await choose(page, 'answers.venue_type', '乡镇')
  await choose(page, 'answers.specialties', '骨伤')
  await choose(page, 'answers.specialties', '针灸')
  await field(page, 'answers.leader_on_site').locator('label, button').first().click()
  await field(page, 'answers.filing_exempt_reason').locator('input').fill('本县医院在本县开展，不需备案')
  for (const words of ['全程免费', '没有销售', '执业资格已核实']) await page.getByText(words).first().click()
}

/** Waits until the device has what it needs without a network, and its own records. */
async function beStocked({ page, go }: Stage): Promise<void> {
  await go('/me/packs')
  await page.getByText('务川').first().waitFor()
  await tapPlace(page, '/')
  await page.locator('.record-row-states').first().waitFor()
}

/** What a field worker sees: an empty device, a record from its start to its receipt, lists, settings. */
export async function shootFieldWorker(stage: Stage): Promise<void> {
  const { page, go, shoot, look, device } = stage
  await beStocked(stage)
  await shoot('today')
  await tapPlace(page, '/records')
  await shoot('records')
  await go('/start')
  await shoot('start')
  await begin(stage)
  await shootPages(stage, 'capture-empty', 2)
  await page.locator('[data-action=submit]').click()
  await page.locator('[data-problem=error]').first().waitFor()
  await shootPages(stage, 'capture-problems', 7)
  await fill(stage)
  await page.locator('[data-save=saved]').waitFor()
  await shootPages(stage, 'capture-filled', 7)
  for (const each of ['dark', 'sunlight'] as const) {
    await look(each)
    await shoot(`capture-${each}`)
  }
  await look('light')
  await device.context.setOffline(true)
  await page.locator('[data-action=submit]').click()
  await page.waitForURL(/\/records\//)
  await shoot('record-offline')
  await tapPlace(page, '/')
  await shoot('today-offline')
  await device.context.setOffline(false)
  await go('/')
  const newest = page.locator('a[href^="/records/"]').filter({ hasText: title })
  const sendNow = page.getByRole('button', { name: '现在送出' })
  if (await sendNow.isVisible()) await sendNow.click()
  await newest.getByText('照片 3 张', { exact: true }).waitFor({ timeout: 120_000 })
  await shoot('today-sent')
  await newest.click()
  await shootPages(stage, 'record-sent', 3)
  await shootSettings(stage)
}

async function shootSettings({ page, go, shoot, look }: Stage): Promise<void> {
  await go('/me')
  await shoot('me')
  for (const each of ['dark', 'sunlight'] as const) {
    await look(each)
    await shoot(`me-${each}`)
  }
  await look('light')
  await page.locator('a[href="/me/packs"]').click()
  await shoot('packs')
}
