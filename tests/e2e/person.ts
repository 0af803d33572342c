import type { Page } from 'playwright-core'

export const demoPassword = 'xingxun-demo-2026'

/** Signs in on the sign-in page and waits for the first page behind it. */
export async function signIn(page: Page, address: string, account: string): Promise<void> {
  await page.goto(`${address}/sign-in`)
  await page.fill('input[autocomplete=username]', account)
  await page.fill('input[type=password]', demoPassword)
  await page.click('button[type=submit]')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Waits until the app works without a network: its worker controls the page, the reference packs are on the device. */
export async function waitUntilOfflineReady(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.goto(new URL('/me/packs', page.url()).href)
  await page.getByText('行政区划').waitFor()
  await page.getByText('单位和人员').first().waitFor()
  await page.getByText('规则', { exact: true }).waitFor()
}

/** The number input of a field by its label. */
export const numberField = (page: Page, name: string) => page.locator(`[data-field="answers.${name}"] input`)
export const field = (page: Page, name: string) => page.locator(`[data-field="${name}"]`)
