import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openFixturePage, type FixturePage } from '../../../photos/fixture-page.ts'
import type { MarkMode } from '../../../../src/features/dashboard/map/marks-painter.ts'
import type { Fixture } from './fixture/main.ts'

type Shown = { fixture: Fixture }

describe('the map\'s canvas', () => {
  let opened: FixturePage
  const taps = () => opened.page.evaluate(() => (window as unknown as Shown).fixture.taps())
  const mode = (to: MarkMode) => opened.page.evaluate((now) => (window as unknown as Shown).fixture.mode(now), to)
  const where = (lng: number, lat: number) =>
    opened.page.evaluate(([x, y]) => (window as unknown as Shown).fixture.where(x, y), [lng, lat] as const)
  const pixel = async (lng: number, lat: number, left = 0) => {
    const [x, y] = await where(lng, lat)
    return opened.page.evaluate(([a, b]) => (window as unknown as Shown).fixture.pixel(a, b), [x + left, y] as const)
  }
  const tapAt = async (lng: number, lat: number) => {
    const [x, y] = await where(lng, lat)
    await opened.page.mouse.click(x, y)
    // Leaflet waits for a second tap.
    await expect.poll(() => taps().then((all) => all.length > 0 && (last = all[0], true))).toBe(true)
    return last
  }
  let last: unknown

  beforeAll(async () => {
    opened = await openFixturePage(new URL('./fixture/', import.meta.url), { viewport: { width: 800, height: 600 }, deviceScaleFactor: 2, reducedMotion: 'reduce' })
  })
  beforeEach(async () => {
    await opened.reopen()
    opened.complaints.length = 0
  })
  afterAll(() => opened?.close())

  it('fills areas, and draws marks as dots of their kinds\' colours where they are', async () => {
    await mode('dots')

    expect(await pixel(107.5, 28.5)).toEqual([0x2c, 0x7a, 0x5c, 255])
    expect(await pixel(108.5, 28.5)).toEqual([0x2b, 0x6c, 0xb0, 255])
    expect(await pixel(107.2, 28.2)).toEqual([200, 220, 200, 255])
    expect(await pixel(109.3, 28.5)).toEqual([0, 0, 0, 0])
    expect(opened.complaints).toEqual([])
  })

  it('gives a tap what stands there: a record, several, a cluster, or the area', async () => {
    await mode('dots')
    expect(await tapAt(107.5, 28.5)).toEqual(['a'])
    expect(await tapAt(108.5, 28.5)).toEqual(expect.arrayContaining(['b', 'c']))
    expect(await tapAt(108.2, 28.2)).toEqual({ area: 2 })

    await mode('clusters')
    expect(await tapAt(108.5, 28.5)).toBe(3)
  })

  it('lays townships over their county, and gives a tap the township where there is one', async () => {
    const lay = (shown: boolean) => opened.page.evaluate((now) => (window as unknown as Shown).fixture.townships(now), shown)
    await mode('dots')
    await lay(true)

    expect(await pixel(107.2, 28.2)).toEqual([90, 160, 120, 255])
    expect(await pixel(107.2, 28.7)).toEqual([200, 220, 200, 255])
    expect(await tapAt(107.2, 28.2)).toEqual({ area: 101 })
    expect(await tapAt(107.2, 28.7)).toEqual({ area: 1 })

    await lay(false)
    expect(await pixel(107.2, 28.2)).toEqual([200, 220, 200, 255])
    expect(await tapAt(107.2, 28.2)).toEqual({ area: 1 })
  })

  it('draws a cluster around its number, and heat where records are', async () => {
    await mode('clusters')
    const [, , , edge] = await pixel(108.5133, 28.5, 14)
    expect(edge).toBe(255)
    expect(await pixel(108.5133, 28.5, 14)).not.toEqual([250, 240, 230, 255])

    await mode('heat')
    expect(await pixel(108.5133, 28.5)).not.toEqual([250, 240, 230, 255])
    expect(await pixel(108.2, 28.2)).toEqual([250, 240, 230, 255])
  })

  it('still hits what it shows after it was moved', async () => {
    await mode('dots')
    await opened.page.mouse.move(400, 500)
    await opened.page.mouse.down()
    await opened.page.mouse.move(300, 420, { steps: 6 })
    await opened.page.mouse.up()
    await opened.page.waitForTimeout(300)
    await taps()

    expect(await pixel(107.5, 28.5)).toEqual([0x2c, 0x7a, 0x5c, 255])
    expect(await tapAt(107.5, 28.5)).toEqual(['a'])
  })
})
