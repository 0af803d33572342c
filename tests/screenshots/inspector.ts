import { field } from '../e2e/person.ts'
import { fillSection } from '../e2e/visit.ts'
import type { Stage } from './camera.ts'

/** What an inspector sees amid a checklist. */
export async function shootInspector({ page, go, shoot }: Stage): Promise<void> {
  await go('/me/packs')
  await page.getByText('越城').first().waitFor()
  await go('/start')
  await page.getByText('督导检查', { exact: true }).click()
  await page.locator('[data-action=begin]').click()
  await page.locator('[data-save=saved]').waitFor()
  await field(page, 'answers.template_code').locator('label').filter({ hasText: '中医馆' }).click()
  await fillSection(page, '场所', {
    independent: { yes: true }, area: { numbers: ['48'], deduction: '现有面积不足，正在改造' }, consulting_rooms: { numbers: ['2'] },
  })
  await page.locator('[data-save=saved]').waitFor()
  await page.locator('[data-visit-total]').evaluate((total) => scrollTo(0, total.getBoundingClientRect().top + scrollY - 70))
  await shoot('checklist')
}
