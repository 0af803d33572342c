import type { Page } from 'playwright-core'
import { addMonths, chinaMonth } from '../../src/domain/day.ts'
import type { MonthSpan } from '../../src/features/dashboard/scope.ts'

export interface SideFigures {
  readonly sessions: number
  readonly visits: number
  readonly staff: number
  readonly leaflets: number
  /** Records on the map. */
  readonly points: number
}

async function readSide(page: Page, side: 'host' | 'home'): Promise<SideFigures> {
  const card = page.locator(`[data-side=${side}]`)
  const figure = async (name: string) => Number(await card.locator(`[data-figure=${name}]`).getAttribute('data-value'))
  await card.getByRole('button', { name: '地图' }).click()
  await page.waitForURL((url) => (url.searchParams.get('side') ?? 'host') === side)
  await page.locator('.area-map[data-ready=true]').waitFor()
  return {
    sessions: await figure('sessions'),
    visits: await figure('visits'),
    staff: await figure('staff'),
    leaflets: await figure('leaflets'),
    points: Number(await page.locator('.area-map').getAttribute('data-points')),
  }
}

/** Twelve months up to the next one: figures before and after differ by what was recorded alone, also where a month began between. */
export function monthsAround(now: Date): MonthSpan {
  const month = chinaMonth(now)
  return { from: addMonths(month, -10), to: addMonths(month, 1) }
}

/** The figures of a manager's area over these months, as the page shows them. */
export async function readReport(page: Page, { from, to }: MonthSpan): Promise<Record<'host' | 'home', SideFigures>> {
  await page.goto(new URL(`/map?from=${from}&to=${to}`, page.url()).href)
  await page.locator('[data-area]').waitFor()
  // What was kept is shown until the answer has come; until then it cannot be asked for again.
  await page.getByRole('button', { name: '再试一次', disabled: false }).first().waitFor()
  return { home: await readSide(page, 'home'), host: await readSide(page, 'host') }
}
