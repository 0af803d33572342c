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
  await field(page, 'answers.template_code').locator('label').filter({ hasText: '重点中医专科检查表' }).click()
  await fillSection(page, '基础条件', {
    beds: { numbers: ['24'], deduction: '编制床位 30 张，实际开放 24 张' },
    rooms: { taps: ['专科门诊', '治疗室'], deduction: '未设专科病房' },
    devices: { numbers: ['8'] },
  })
  await page.locator('[data-save=saved]').waitFor()
  await page.locator('[data-visit-total]').evaluate((total) => scrollTo(0, total.getBoundingClientRect().top + scrollY - 70))
  await shoot('checklist')
}
