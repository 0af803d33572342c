import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { demoPassword } from '../../supabase/demo/accounts.ts'
import { openDevice, type Device } from '../e2e/browser.ts'

export const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desk: { width: 1440, height: 900 },
} as const
export type Size = keyof typeof sizes
export type Look = 'light' | 'dark' | 'sunlight'

/** A device in front of the app, and how its screens get into the folder. */
export interface Stage {
  readonly device: Device
  readonly page: Page
  readonly size: Size
  go(path: string): Promise<void>
  look(look: Look): Promise<void>
  /** Writes `<size>-<name>.png` once the page has come to rest. */
  shoot(name: string): Promise<void>
}

export interface Setting {
  readonly address: string
  readonly folder: string
  readonly size: Size
  /** Demo account to sign in with; nobody when absent. */
  readonly account?: string
  readonly locale?: 'zh-CN' | 'en'
}

/** Where the field worker of the demo stands: in 务川, with a good fix. */
const position = { longitude: 107.8893, latitude: 28.5228, accuracy: 12 }

/** Opens a fresh browser of the given size at the app, does the work and closes it. */
export async function onStage({ address, folder, size, account, locale }: Setting, work: (stage: Stage) => Promise<void>) {
  mkdirSync(folder, { recursive: true })
  const device = await openDevice({ ...sizes[size], position })
  const { page } = device
  try {
    if (locale) await page.addInitScript((name) => localStorage.setItem('xingxun.locale', name), locale)
    const stage: Stage = {
      device,
      page,
      size,
      async go(path) {
        await page.goto(`${address}${path}`)
        await page.locator('.x-main').waitFor()
      },
      async look(look) {
        await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), look)
        await page.waitForTimeout(300)
      },
      async shoot(name) {
        await rest(page)
        await page.screenshot({ path: join(folder, `${size}-${name}.png`) })
        console.log(`${size}-${name}.png`)
      },
    }
    if (account) await signIn(stage, account)
    await work(stage)
  } catch (error) {
    await page.screenshot({ path: join(folder, `${size}-failed.png`) })
    throw error
  } finally {
    await device.close()
  }
}

async function signIn({ page, go }: Stage, account: string): Promise<void> {
  await go('/sign-in')
  await page.locator('input[autocomplete=username]').fill(account)
  await page.locator('input[autocomplete=current-password]').fill(demoPassword)
  await page.locator('button[type=submit]').click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Opens a place of the navigation as a person would, without loading the app anew. */
export const tapPlace = (page: Page, path: string) => page.locator(`.x-bar a[href="${path}"]`).click()

/** Scrolls through a long page and takes it a screen at a time. */
export async function shootPages({ page, shoot }: Stage, name: string, pages: number): Promise<void> {
  for (let each = 0; each < pages; each += 1) {
    const moved = await page.evaluate((n) => {
      const step = innerHeight * 0.75
      scrollTo(0, n * step)
      return n === 0 || scrollY > (n - 1) * step + 40
    }, each)
    if (moved) await shoot(`${name}-${each + 1}`)
  }
  await page.evaluate(() => scrollTo(0, 0))
}

/** Resolves when nothing is being fetched and no skeleton is left. */
async function rest(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => document.querySelector('.x-bones, .x-sheet-enter-active, .x-sheet-leave-active') === null)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}
