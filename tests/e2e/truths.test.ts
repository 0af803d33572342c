import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../src/domain/board.ts'
import { sides, type AreaReport } from '../../src/domain/reports.ts'
import { openAppServer, type AppServer } from './app-server.ts'
import { openDevice, type Device } from './browser.ts'
import { signIn } from './person.ts'

/** What a manager's map page was told: totals, which are kept, and records, which are read one by one. */
async function told(page: Page, server: AppServer): Promise<{ readonly board: Board; readonly report: AreaReport }> {
  // Signing in leads to the map: what it asks by itself comes first.
  await page.locator('.area-map[data-ready=true]').waitFor()
  const answer = async (name: string) => (await page.waitForResponse((response) => response.url().includes(`/rpc/${name}`))).json() as Promise<unknown>
  const [board, report] = await Promise.all([answer('area_board'), answer('area_report'), page.goto(`${server.address}/map`)])
  return { board: board as Board, report: report as AreaReport }
}

describe('three managers', () => {
  let server: AppServer
  const devices: Device[] = []
  const truths = new Map<string, { readonly board: Board; readonly report: AreaReport }>()
  const titles = (who: string, side: 'host' | 'home') => (truths.get(who)?.report.rows[side] ?? []).map(({ id }) => id as string)
  beforeAll(async () => {
    server = await openAppServer()
    for (const who of ['wuchuan', 'yuecheng', 'dingzhou']) {
      const device = await openDevice({ width: 1440, height: 900 })
      devices.push(device)
      await signIn(device.page, server.address, who)
      truths.set(who, await told(device.page, server))
    }
  })
  afterAll(async () => {
    for (const device of devices) await device.close()
    await server?.close()
  })

  it('see totals that are those of the records they see', () => {
    for (const [who, { board, report }] of truths) {
      for (const side of sides) {
        const held = report.rows[side].filter(({ sessions }) => sessions > 0)
        const { sessions, visits } = board.totals[side]
        expect([who, side, sessions, visits]).toEqual([who, side, held.length, held.reduce((sum, row) => sum + row.visits, 0)])
      }
      expect(board.totals.host.sessions + board.totals.home.sessions).toBeGreaterThan(0)
    }
  })

  it('see three truths: what was held here, what ours held there, and nothing of it', () => {
    const away = titles('yuecheng', 'home').filter((id) => titles('wuchuan', 'host').includes(id))
    expect(away.length).toBeGreaterThan(0)
    expect(titles('yuecheng', 'host').some((id) => away.includes(id))).toBe(false)
    expect(titles('wuchuan', 'home').some((id) => away.includes(id))).toBe(false)
    const others = [...titles('wuchuan', 'host'), ...titles('yuecheng', 'home')]
    expect([...titles('dingzhou', 'host'), ...titles('dingzhou', 'home')].filter((id) => others.includes(id))).toEqual([])
  })

  it('come from a figure to the record and to its photo', async () => {
    const { page } = devices[0] as Device
    const row = truths.get('wuchuan')?.report.rows.host.find((each) => each.photos_verified > 0 && each.lng !== null && each.sessions > 0)
    if (!row) throw new Error('no record with photos')
    await page.goto(`${server.address}/board`)
    await page.locator('[data-board]:not([aria-busy])').waitFor()
    await page.getByRole('link', { name: '地图' }).first().click()
    await page.locator('.area-map[data-ready=true]').waitFor()
    await page.getByRole('button', { name: /图上可见/ }).click()
    await page.locator('.marks-list li', { hasText: row.title }).first().getByRole('button').click()
    await page.waitForURL(/\/activities\//)
    await page.locator('.x-photo-open').first().click()

    const picture = page.getByRole('dialog').locator('img').first()
    await picture.waitFor()
    await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  })
})
