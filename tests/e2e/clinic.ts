import type { Page } from 'playwright-core'
import { field, numberField } from './person.ts'

export interface ClinicNumbers {
  readonly staff: number
  readonly visits: number
  readonly leaflets: number
}

/** Unfolds what every record asks first, which is folded where it was filled in earlier. */
export async function openBasics(page: Page): Promise<void> {
  const fold = page.locator('[data-basics]')
  await fold.waitFor()
  if (await fold.locator('.x-fold-head[aria-expanded=false]').count() > 0) await fold.locator('.x-fold-head').click()
  await field(page, 'header.title').waitFor()
}

/** Chooses the township in the host-area sheet by its name. */
export async function chooseTownship(page: Page, township: string): Promise<void> {
  await field(page, 'header.host_area_id').locator('button').click()
  const sheet = page.getByRole('dialog')
  await sheet.locator('input').fill(township)
  await sheet.locator('.x-pick').filter({ hasText: township }).first().click()
  await sheet.waitFor({ state: 'hidden' })
}

/** Waits for the fix that a new record takes by itself where location was granted before. */
export async function locate(page: Page): Promise<void> {
  await field(page, 'header.position').getByText(/精度 ±/).waitFor()
}

/** Adds a photo through the camera input, confirms purpose and consent; resolves when it stands in the grid. */
export async function takePhoto(page: Page, jpeg: Buffer, name: string): Promise<void> {
  const tiles = page.locator('.photo-field .x-photo')
  const before = await tiles.count()
  await page.setInputFiles('[data-photo=camera]', { name, mimeType: 'image/jpeg', buffer: jpeg })
  const sheet = page.getByRole('dialog')
  await sheet.getByText('认不出具体的人').click()
  await sheet.getByRole('button', { name: '确定' }).click()
  await sheet.waitFor({ state: 'hidden' })
  await tiles.nth(before).locator('img').waitFor()
}

export async function fillNumbers(page: Page, { staff, visits, leaflets }: ClinicNumbers): Promise<void> {
  await numberField(page, 'staff_count').fill(String(staff))
  await numberField(page, 'staff_tcm_count').fill(String(Math.floor(staff / 2)))
  await numberField(page, 'patients_visits').fill(String(visits))
  await numberField(page, 'leaflets').fill(String(leaflets))
}

/** Everything that is left besides title, place, numbers and photos. */
export async function fillRest(page: Page): Promise<void> {
  await field(page, 'answers.purpose').locator('textarea').fill('慢性病筛查与健康指导')
  await field(page, 'answers.venue_type').getByText('乡镇', { exact: true }).click()
  const acupuncture = field(page, 'answers.specialties').locator('label').filter({ hasText: '针灸' })
  if (!(await acupuncture.locator('input').isChecked())) await acupuncture.click()
  await field(page, 'answers.leader_on_site').locator('label').first().click()
  await field(page, 'answers.filing_exempt_reason').locator('input').fill('对口帮扶年度计划内活动，已统一备案')
  for (const name of ['charge_free_confirmed', 'no_sales_confirmed', 'licensed_staff_verified'])
    await field(page, `answers.${name}`).locator('label').click()
}

export const waitSaved = (page: Page) => page.locator('[data-save=saved]').waitFor()
